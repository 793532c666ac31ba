package main

import (
	"encoding/json"
	"slices"
	"testing"

	"kith/internal/platform/auth"
)

// operation is what these tests read of the OpenAPI document.
type operation struct {
	OperationID string      `json:"operationId"`
	Right       auth.Right  `json:"x-right"`
	Security    *[]struct{} `json:"security"`
}

type document struct {
	Paths map[string]map[string]operation `json:"paths"`
}

// Every operation says who may do it: Extensions: auth.Needs(auth.View). One
// that forgets is refused to all but admins, and fails here.
func TestEveryOperationDeclaresItsRight(t *testing.T) {
	var doc document
	if err := json.Unmarshal([]byte(succeed(t, "openapi")), &doc); err != nil {
		t.Fatal(err)
	}
	n := 0
	for path, methods := range doc.Paths {
		for method, op := range methods {
			n++
			if op.Right != auth.Self && op.Right != auth.Anyone && !slices.Contains(auth.Rights, op.Right) {
				t.Errorf("%s %s (%s) declares no right: add Extensions: auth.Needs(auth.…) to its huma.Operation", method, path, op.OperationID)
			}
			if open := op.Security != nil && len(*op.Security) == 0; open != (op.Right == auth.Anyone) {
				t.Errorf("%s %s (%s) has the right %q, but its security says otherwise", method, path, op.OperationID, op.Right)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d operations", n)
	}
}
