package main

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kith/internal/kith"
	"kith/internal/platform/auth"
	"kith/internal/platform/mail"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/dashboard/schedule"
	"kith/internal/understand/insight"
	"kith/internal/understand/saved"
)

// mailPlace is how mail leaves, and where its links lead.
type mailPlace struct{ smtp, from, url string }

func (p *place) mailFlags(c *cobra.Command) {
	c.Flags().StringVar(&p.mail.smtp, "smtp", "", "mail server: smtp://user:password@host:587, smtps://…:465 or smtp://host:25?tls=none; KITH_SMTP keeps the password out of the list of processes")
	c.Flags().StringVar(&p.mail.from, "mail-from", os.Getenv("KITH_MAIL_FROM"), "who mails come from: Kith <kith@example.com>")
	c.Flags().StringVar(&p.mail.url, "url", os.Getenv("KITH_URL"), "where the console is reached, for links in mails; the address listened on when empty")
}

// sender is nil when no mail server is named.
func (m *mailPlace) sender() (*mail.Sender, error) {
	address := m.smtp
	if address == "" {
		address = os.Getenv("KITH_SMTP")
	}
	if address == "" {
		return nil, nil
	}
	server, err := mail.Parse(address, m.from)
	if err != nil {
		return nil, err
	}
	// Deliveries are tried again by their rows, not by waiting here.
	return mail.New(server, mail.Options{Pauses: []time.Duration{}}), nil
}

// openDashboards brings the tables of dashboards and their mailing up to date.
func (h *house) openDashboards(ctx context.Context, p *place) error {
	err := errors.Join(h.db.Migrate(ctx, "dashboard", dashboard.Migrations), h.db.Migrate(ctx, "schedule", schedule.Migrations))
	if err != nil {
		return err
	}
	sender, err := p.mail.sender()
	if err != nil {
		return err
	}
	store, err := schedule.Open(ctx, h.db, time.Now)
	if err != nil {
		return err
	}
	url := strings.TrimSuffix(p.mail.url, "/")
	h.console.Store(&url)
	h.dashboards = dashboard.New(h.db, time.Now)
	h.mailing = schedule.New(schedule.Options{
		Store: store, Dashboards: h.dashboards, Answerer: dashboard.NewAnswerer(savedInsights{h}, time.Now), Sender: sender,
		Space: h.mailSpace, Operators: h.mailOperators, URL: func() string { return *h.console.Load() }, Find: h.find, Now: time.Now, Logger: h.logger,
	})
	return nil
}

// reachedAt fills in where the console is, unless that was said.
func (h *house) reachedAt(addr net.Addr) {
	if *h.console.Load() == "" {
		url := "http://" + reachable(addr)
		h.console.Store(&url)
	}
}

func (h *house) dashboardRoom() *dashboard.Room {
	return &dashboard.Room{Store: h.dashboards, Answerer: h.mailing.Answerer, Find: h.find, Names: h.operatorNames}
}

func (h *house) operatorNames(ctx context.Context) (map[uint32]string, error) {
	all, err := h.auth.Operators(ctx)
	names := map[uint32]string{}
	for _, o := range all {
		names[o.ID] = o.Name
	}
	return names, err
}

// mailSpace is a workspace for work that nobody waits for.
func (h *house) mailSpace(ctx context.Context, id uint32) (schedule.Space, error) {
	w, ok := h.workspaces.Workspace(id)
	if !ok {
		return schedule.Space{}, &kith.Error{Code: kith.NotFound, Message: "the workspace is gone"}
	}
	space, err := h.engine.Ensure(ctx, w)
	return schedule.Space{Slug: w.Slug, Name: w.Name, Zone: w.Zone, Asker: insight.Asker{Store: space, Zone: w.Zone, Now: time.Now, Aliases: h.aliases(w.ID), Names: space.Names()}}, err
}

// mailOperators are those who may look at the workspace now.
func (h *house) mailOperators(ctx context.Context, workspace uint32) ([]schedule.Operator, error) {
	members, err := h.auth.Members(ctx, workspace)
	out := []schedule.Operator{}
	for _, m := range members {
		if m.State != "disabled" && m.Role.May(auth.View) {
			out = append(out, schedule.Operator{ID: m.Operator, Name: m.Name, Email: m.Email})
		}
	}
	return out, err
}

// savedInsights lets dashboards show saved insights.
type savedInsights struct{ house *house }

func (s savedInsights) Insight(ctx context.Context, workspace uint32, id int64) (dashboard.Insight, error) {
	i, err := s.house.saved.Get(ctx, saved.Who{Workspace: int64(workspace)}, id)
	return dashboard.Insight{Name: i.Name, Question: i.Question}, err
}

// usesOfInsight says which dashboards show an insight.
func (h *house) usesOfInsight(ctx context.Context, workspace, id int64) ([]saved.Usage, error) {
	uses, err := h.dashboards.Uses(ctx, uint32(workspace), id)
	var out []saved.Usage
	for _, u := range uses {
		out = append(out, saved.Usage{Kind: "dashboard", ID: strconv.FormatInt(u.ID, 10), Name: u.Name})
	}
	return out, err
}
