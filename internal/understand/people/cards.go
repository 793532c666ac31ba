package people

import (
	"context"
	"time"

	"kith/internal/platform/auth"
)

// cardColumns are what a card shows beside name and ids.
var cardColumns = []Field{{Kind: "first_seen"}, {Kind: "last_seen"}}

// Card says in short who a person is, for lists elsewhere.
type Card struct {
	Asked   uint32     `json:"asked" doc:"The number asked for"`
	Person  uint32     `json:"person" doc:"Whom it stands for now: another when merged"`
	Name    string     `json:"name"`
	NamedBy Named      `json:"named_by" enum:"trait,user_id,anonymous"`
	IDs     []PersonID `json:"ids"`
	First   *time.Time `json:"first_seen,omitempty" doc:"First activity; absent when there was none"`
	Last    *time.Time `json:"last_seen,omitempty"`
}

// Cards are as many as were asked for, in that order.
type Cards struct {
	Cards  []Card `json:"cards"`
	Masked bool   `json:"masked"`
}

func (h handlers) cards(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Persons []uint32 `json:"persons" maxItems:"1000"`
	}
}) (*struct{ Body Cards }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	cards, err := h.room.cards(ctx, s, in.Body.Persons)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Cards }{Cards{Cards: cards, Masked: s.Masked}}, nil
}

func instantOf(cell any) *time.Time {
	if t, ok := cell.(time.Time); ok {
		return &t
	}
	return nil
}
