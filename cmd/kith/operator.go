package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kith/internal/platform/auth"
	"kith/internal/platform/db"
	"time"
)

func operatorCommand(p *place) *cobra.Command {
	c := &cobra.Command{Use: "operator", Short: "People who may sign in to the console"}
	name := ""
	add := &cobra.Command{
		Use:   "add EMAIL",
		Short: "Add an operator, or set the password of one; the password is read from standard input",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			fmt.Fprint(c.ErrOrStderr(), "Password: ")
			text, err := bufio.NewReader(c.InOrStdin()).ReadString('\n')
			if err != nil && text == "" {
				return fmt.Errorf("read the password: %w", err)
			}
			password := auth.Secret(strings.TrimRight(text, "\r\n"))
			options := db.Options{Dir: p.data}
			if p.database != "" {
				options = db.Options{URL: p.database}
			}
			d, err := db.Open(c.Context(), options)
			if err != nil {
				return err
			}
			defer d.Close()
			a, err := auth.Open(c.Context(), d, auth.Options{Now: time.Now, Local: auth.NewLocal(), WorkspaceExists: func(uint32) bool { return true }})
			if err != nil {
				return err
			}
			if _, err := a.EnsureOperator(c.Context(), args[0], password, name); err != nil {
				return err
			}
			return a.SetPassword(c.Context(), args[0], password)
		},
	}
	add.Flags().StringVar(&name, "name", "", "how to call the operator")
	c.AddCommand(add)
	return c
}
