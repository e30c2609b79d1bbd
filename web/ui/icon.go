package ui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sort"
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
// these and no others.
type sprite map[string]bool

func withSprite(ctx context.Context) context.Context {
	return context.WithValue(ctx, spriteKey{}, sprite{})
}

// Icon draws an icon of assets/icons.svg in the size and colour of the text
// around it. It is always decoration: the words beside it, or an aria-label,
// say the same.
func Icon(name string) templ.Component { return icon(name, "i") }

// IconFlip is an icon that points forward and turns in right-to-left pages.
func IconFlip(name string) templ.Component { return icon(name, "i i-flip") }

func icon(name, class string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		symbol, ok := symbols()[name]
		if !ok {
			return fmt.Errorf("ui: no icon %q", name)
		}
		if used, ok := ctx.Value(spriteKey{}).(sprite); ok {
			used[name] = true
			_, err := fmt.Fprintf(w, `<svg class="%s" aria-hidden="true"><use href="#i-%s"/></svg>`, class, name)
			return err
		}
		// Outside a page (a fragment sent later) the drawing comes along.
		body := symbol[strings.Index(symbol, ">")+1 : strings.LastIndex(symbol, "</symbol>")]
		_, err := fmt.Fprintf(w, `<svg class="%s" viewBox="0 0 24 24" aria-hidden="true">%s</svg>`, class, body)
		return err
	})
}

// usedSymbols writes the icons used so far; it stands at the end of the page,
// where all of them are known.
func usedSymbols() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		used, _ := ctx.Value(spriteKey{}).(sprite)
		names := make([]string, 0, len(used))
		for name := range used {
			names = append(names, name)
		}
		sort.Strings(names)
		var b strings.Builder
		b.WriteString("<svg hidden><defs>")
		for _, name := range names {
			b.WriteString(symbols()[name])
		}
		b.WriteString("</defs></svg>")
		_, err := io.WriteString(w, b.String())
		return err
	})
}
