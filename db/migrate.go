package db

import (
	"context"
	"fmt"
	"strings"
)

// Schema is the tables of one package: numbered steps of DDL, forward only. A
// step that was released never changes; a new need is a new step.
type Schema struct {
	Name  string   // the package
	Steps []string // statements ending in ';', step n at index n-1
}

// Migrate runs the steps that this database has not seen, each package's in
// order, all in one transaction: an upgrade happens whole or not at all.
func (d *DB) Migrate(ctx context.Context, schemas ...Schema) error {
	return d.Write(ctx, func(tx *Tx) error {
		if _, err := tx.Exec(d.engine.ddl(`CREATE TABLE IF NOT EXISTS schema_steps (
			name TEXT NOT NULL, step BIGINT NOT NULL, at BIGINT NOT NULL,
			PRIMARY KEY (name, step)) /*clustered*/`)); err != nil {
			return err
		}
		for _, s := range schemas {
			if err := d.upgrade(tx, s); err != nil {
				return fmt.Errorf("schema %s: %w", s.Name, err)
			}
		}
		return nil
	})
}

func (d *DB) upgrade(tx *Tx, s Schema) error {
	var have int
	if err := tx.Row("SELECT COALESCE(MAX(step), 0) FROM schema_steps WHERE name = $1", []any{s.Name}, &have); err != nil {
		return err
	}
	if have > len(s.Steps) {
		return fmt.Errorf("the database is at step %d, this program knows %d: run a newer program", have, len(s.Steps))
	}
	for n := have + 1; n <= len(s.Steps); n++ {
		for _, statement := range statements(s.Steps[n-1]) {
			if _, err := tx.Exec(d.engine.ddl(statement)); err != nil {
				return fmt.Errorf("step %d: %w", n, err)
			}
		}
		if _, err := tx.Exec("INSERT INTO schema_steps (name, step, at) VALUES ($1, $2, $3)", s.Name, n, Micro(tx.Now)); err != nil {
			return err
		}
	}
	return nil
}

// statements cuts a step at the semicolons that end a line.
func statements(step string) []string {
	var list []string
	for _, s := range strings.Split(step+"\n", ";\n") {
		if s = strings.TrimSpace(s); s != "" {
			list = append(list, s)
		}
	}
	return list
}
