package sandbox

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// functionName is what a table is read by inside of the child.
func functionName(table string) string { return functionPrefix + table }

// openDuck opens the empty database, with the tables as views over functions.
func (c *child) openDuck() error {
	var config duckdb.Config
	if duckdb.CreateConfig(&config) == duckdb.StateError {
		return errors.New("create configuration")
	}
	defer duckdb.DestroyConfig(&config)
	for _, setting := range [][2]string{
		{"threads", strconv.Itoa(c.job.Threads)},
		{"memory_limit", strconv.FormatInt(c.job.Memory, 10) + "B"},
		{"temp_directory", ""},
		{"autoinstall_known_extensions", "false"},
		{"autoload_known_extensions", "false"},
		{"allow_community_extensions", "false"},
		{"enable_external_access", "false"},
	} {
		if duckdb.SetConfig(config, setting[0], setting[1]) == duckdb.StateError {
			return fmt.Errorf("set %s to %q", setting[0], setting[1])
		}
	}
	var message string
	if duckdb.OpenExt(":memory:", &c.db, config, &message) == duckdb.StateError {
		return errors.New(message)
	}
	if duckdb.Connect(c.db, &c.conn) == duckdb.StateError {
		return errors.New("connect")
	}
	for i := range c.job.Tables {
		if c.registerTable(c.conn, i) == duckdb.StateError {
			return fmt.Errorf("register table %s", c.job.Tables[i].Name)
		}
		name := quoteName(c.job.Tables[i].Name)
		if err := c.exec("CREATE VIEW " + name + " AS SELECT * FROM " + functionName(c.job.Tables[i].Name) + "()"); err != nil {
			return err
		}
	}
	for _, sql := range []string{
		"SET TimeZone = " + quote(c.job.Zone),
		"SET errors_as_json = true",
		"SET enable_progress_bar = false",
		"SET lock_configuration = true",
	} {
		if err := c.exec(sql); err != nil {
			return err
		}
	}
	return nil
}

func (c *child) exec(sql string) error {
	var res duckdb.Result
	defer duckdb.DestroyResult(&res)
	if duckdb.Query(c.conn, sql, &res) == duckdb.StateError {
		return fmt.Errorf("%s: %s", sql, duckdb.ResultError(&res))
	}
	return nil
}

func quote(s string) string     { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
