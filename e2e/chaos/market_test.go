package chaos

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"agora/db"
	"agora/ucp/ucptest"
)

// market is a filled folder, or folder and database, of which each round gets a
// copy.
type market struct {
	folder   string
	database string // its name in the cluster; "" for the embedded file
	goods    []goods
	groups   map[int64]bool // orders that it came with
}

// goods is one thing that buyers buy.
type goods struct {
	id      string // as the protocol has it
	variant int64
	onHand  int64
}

// offered is what the buyers buy: of five shops in five countries, all sent to Pakistan.
var offered = []struct{ shop, product string }{
	{"felt", "esparcet-honey"}, {"felt", "lamb"}, {"kandy", "ceylon-tea"}, {"kandy", "cinnamon"},
	{"hala", "ajrak"}, {"isfara", "walnuts"}, {"zanan", "pistachios"},
}

// Stock: much of everything and little of one thing, for which buyers race.
const (
	scarce = "ajrak"
	few    = 25
	plenty = 1_000_000
)

// fill makes a market by the program itself.
func (s *shared) fill(t *testing.T, database string) *market {
	t.Helper()
	k := &market{folder: filepath.Join(t.TempDir(), "market"), database: database, groups: map[int64]bool{}}
	address := ""
	if database != "" {
		if err := s.cluster.do("postgres", "CREATE DATABASE "+database); err != nil {
			t.Fatal(err)
		}
		address = s.cluster.address(database)
	}
	p, err := launch(s.serve(k.folder, address))
	if err != nil {
		t.Fatal(err)
	}
	defer p.kill()
	url, err := p.address()
	if err != nil {
		t.Fatal(err)
	}
	if s.client == nil {
		s.client = ucptest.NewClient(t, url, ucptest.Platform{})
	}
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	if err := k.stock(t.Context(), target(k.folder, address)); err != nil {
		t.Fatal(err)
	}
	return k
}

// serve is the command that serves a folder.
func (s *shared) serve(folder, address string) *exec.Cmd {
	return s.agora(folder, address, "demo")
}

func (s *shared) agora(folder, address, what string) *exec.Cmd {
	args := []string{"--data", folder, "--listen", "127.0.0.1:0", "--dev"}
	if address != "" {
		args = append(args, "--database", address)
	}
	return exec.Command(s.program, append(args, what)...)
}

// target is where package db finds the books.
func target(folder, address string) string {
	if address != "" {
		return address
	}
	return filepath.Join(folder, "agora.db")
}

// stock puts goods on the shelves and notes what there is at the beginning.
func (k *market) stock(ctx context.Context, target string) error {
	d, err := db.Open(ctx, target, db.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Write(ctx, func(tx *db.Tx) error {
		k.goods = nil
		for _, w := range offered {
			var g goods
			if err := tx.Row(`SELECT v.variant_id FROM variants v JOIN products p ON p.product_id = v.product_id AND p.shop_id = v.shop_id
				JOIN shops s ON s.shop_id = p.shop_id WHERE s.handle = $1 AND p.handle = $2 ORDER BY v.position LIMIT 1`, []any{w.shop, w.product}, &g.variant); err != nil {
				return fmt.Errorf("%s/%s: %w", w.shop, w.product, err)
			}
			more := int64(plenty)
			if w.product == scarce {
				more = few
			}
			if _, err := tx.Exec("UPDATE stock SET on_hand = held + $2 WHERE variant_id = $1", g.variant, more); err != nil {
				return err
			}
			if err := tx.Row("SELECT CAST(SUM(on_hand) AS BIGINT) FROM stock WHERE variant_id = $1", []any{g.variant}, &g.onHand); err != nil {
				return err
			}
			g.id = "var_" + strconv.FormatInt(g.variant, 10)
			k.goods = append(k.goods, g)
		}
		return tx.Each(func(scan db.Scan) error {
			var id int64
			if err := scan(&id); err != nil {
				return err
			}
			k.groups[id] = true
			return nil
		}, "SELECT group_id FROM order_groups")
	})
}

// copy gives a round its own market, in a folder, and in a database of the name.
func (s *shared) copy(k *market, folder, database string) error {
	if err := os.CopyFS(folder, os.DirFS(k.folder)); err != nil {
		return err
	}
	if database == "" {
		return nil
	}
	return s.cluster.do("postgres", "CREATE DATABASE "+database+" TEMPLATE "+k.database)
}
