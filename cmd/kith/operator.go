package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kith/internal/kith"
	"kith/internal/platform/auth"
	"kith/internal/platform/db"
	"kith/internal/platform/workspace"
)

func operatorCommand(p *place) *cobra.Command {
	c := &cobra.Command{Use: "operator", Short: "People who may sign in to the console"}
	name, role := "", ""
	add := &cobra.Command{
		Use:   "add EMAIL",
		Short: "Add an operator, or set the password of one; the password is read from standard input",
		Long: `Add an operator, or set the password of one; the password is read from standard input.

Somebody new becomes an owner, or what --role says, in all workspaces, or in the
one that --workspace names. Of somebody who is there already the roles change
only when --role is given.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			fmt.Fprint(c.ErrOrStderr(), "Password: ")
			text, err := bufio.NewReader(c.InOrStdin()).ReadString('\n')
			if err != nil && text == "" {
				return fmt.Errorf("read the password: %w", err)
			}
			only := ""
			if c.Flags().Changed("workspace") {
				only = p.workspace
			}
			password := auth.Secret(strings.TrimRight(text, "\r\n"))
			return p.addOperator(c.Context(), newOperator{args[0], name, auth.Role(role), only, password})
		},
	}
	add.Flags().StringVar(&name, "name", "", "how to call the operator")
	add.Flags().StringVar(&role, "role", "", "owner, admin, operator, analyst or viewer")
	c.AddCommand(add)
	return c
}

type newOperator struct {
	email, name string
	role        auth.Role
	workspace   string // slug; all when empty
	password    auth.Secret
}

// addOperator works beside a running server: it opens the database alone.
func (p *place) addOperator(ctx context.Context, n newOperator) error {
	options := db.Options{Dir: p.data}
	if p.database != "" {
		options = db.Options{URL: p.database}
	}
	d, err := db.Open(ctx, options)
	if err != nil {
		return err
	}
	defer d.Close()
	workspaces, err := workspace.Open(ctx, d, time.Now)
	if err != nil {
		return err
	}
	a, err := auth.Open(ctx, d, auth.Options{Now: time.Now, Local: auth.NewLocal(), WorkspaceExists: func(uint32) bool { return true }})
	if err != nil {
		return err
	}
	ids := []uint32{}
	for _, w := range workspaces.List() {
		if n.workspace == "" || n.workspace == w.Slug {
			ids = append(ids, w.ID)
		}
	}
	if n.workspace != "" && len(ids) == 0 {
		return &kith.Error{Code: kith.NotFound, Field: "--workspace", Message: "there is no workspace " + n.workspace, Hint: "check the spelling"}
	}
	if len(ids) == 0 && n.role != "" && n.role != auth.Owner {
		return &kith.Error{Code: kith.Conflict, Field: "--role", Message: "there is no workspace yet, so the first operator must own it", Hint: "leave --role out, or start kith serve first"}
	}
	o, err := a.AddOperator(ctx, auth.NewOperator{Email: n.email, Password: n.password, Name: n.name, Role: n.role, Workspaces: ids})
	if err != nil {
		return err
	}
	return a.SetPassword(ctx, o.Email, n.password)
}
