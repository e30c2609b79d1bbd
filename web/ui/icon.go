package ui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// symbols are the icons of assets/icons.svg by name.
var symbols = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	for line := range bytes.Lines(read("icons.svg")) {
		s := strings.TrimSpace(string(line))
		if rest, ok := strings.CutPrefix(s, `<symbol id="i-`); ok {
			name, _, _ := strings.Cut(rest, `"`)
			table[name] = s
		}
	}
	return table
})

type spriteKey struct{}

// sprite remembers which icons a page has used, so that the page carries
// these and no others: a dozen names, each once.
type sprite struct{ names []string }

func (s *sprite) use(name string) {
	if !slices.Contains(s.names, name) {
		s.names = append(s.names, name)
	}
}

func withSprite(ctx context.Context) context.Context {
	return context.WithValue(ctx, spriteKey{}, &sprite{names: make([]string, 0, 16)})
}

// Icon draws an icon of assets/icons.svg in the size and colour of the text
// around it. It is always decoration: the words beside it, or an aria-label,
// say the same.
func Icon(name string) templ.Component { return icon{name, "i"} }

// IconFlip is an icon that points forward and turns in right-to-left pages.
func IconFlip(name string) templ.Component { return icon{name, "i i-flip"} }

type icon struct{ name, class string }

// Render writes the icon.
func (i icon) Render(ctx context.Context, w io.Writer) error {
	symbol, ok := symbols()[i.name]
	if !ok {
		return fmt.Errorf("ui: no icon %q", i.name)
	}
	if used, ok := ctx.Value(spriteKey{}).(*sprite); ok {
		used.use(i.name)
		return writeAll(w, `<svg class="`, i.class, `" aria-hidden="true"><use href="#i-`, i.name, `"/></svg>`)
	}
	// Outside a page (a fragment sent later) the drawing comes along.
	body := symbol[strings.Index(symbol, ">")+1 : strings.LastIndex(symbol, "</symbol>")]
	return writeAll(w, `<svg class="`, i.class, `" viewBox="0 0 24 24" aria-hidden="true">`, body, `</svg>`)
}

func writeAll(w io.Writer, texts ...string) error {
	for _, s := range texts {
		if _, err := io.WriteString(w, s); err != nil {
			return err
		}
	}
	return nil
}

// usedSymbols writes the icons used so far; it stands at the end of the page,
// where all of them are known.
func usedSymbols() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if err := writeAll(w, "<svg hidden><defs>"); err != nil {
			return err
		}
		if used, ok := ctx.Value(spriteKey{}).(*sprite); ok {
			slices.Sort(used.names)
			for _, name := range used.names {
				if err := writeAll(w, symbols()[name]); err != nil {
					return err
				}
			}
		}
		return writeAll(w, "</defs></svg>")
	})
}
