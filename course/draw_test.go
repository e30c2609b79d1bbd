package course

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"agora/prose"
)

// asPage are options like those of a page.
func asPage() Options {
	return Options{
		Medium: func(m Medium) string { return `<button type="button">` + html.EscapeString(m.Words) + `</button>` },
		Lesson: func(id string) string {
			if id == "wool" {
				return "/academy/felt/wool"
			}
			return ""
		},
		Prefix: "x-",
		Back:   "Back",
	}
}

func TestDrawnLesson(t *testing.T) {
	md := strings.Join([]string{
		"# Wool", "Take *grey* **wool** & ~~water~~ `a<b`.  \nThen [go](lesson:wool), not [there](lesson:stone).",
		"### Deep", "| A | B |\n|---|---:|\n| x | 1 |", "See[^1] and [^1].\n\n[^1]: A note.",
		"![A heap](pictures/wool.svg) ![far](https://example.com/a.png)", "3. three\n4. four", "- a\n- b", "> said", "---", "```go\n<b>\n```",
		"[out](https://example.com/?a=1&b=2) <https://example.org/> <a@example.com> [bad](javascript:alert(1)) [worse](//example.com/x)",
	}, "\n\n")
	page, headings := Draw(md, asPage())
	want := `<h2 id="x-s1">Wool</h2>
<p>Take <em>grey</em> <strong>wool</strong> &amp; <del>water</del> <code>a&lt;b</code>.<br>
Then <a href="/academy/felt/wool">go</a>, not there.</p>
<h3 id="x-s2">Deep</h3>
<div class="scroll" tabindex="0"><table>
<thead><tr><th>A</th><th class="num">B</th></tr></thead>
<tbody>
<tr><td>x</td><td class="num">1</td></tr>
</tbody></table></div>
<p>See<sup><a href="#x-fn1" id="x-fr1-0" role="doc-noteref">1</a></sup> and <sup><a href="#x-fn1" id="x-fr1-1" role="doc-noteref">1</a></sup>.</p>
<p><button type="button">A heap</button> far</p>
<ol start="3">
<li>three</li>
<li>four</li>
</ol>
<ul>
<li>a</li>
<li>b</li>
</ul>
<blockquote>
<p>said</p>
</blockquote>
<hr>
<pre><code>&lt;b&gt;
</code></pre>
<p><a href="https://example.com/?a=1&amp;b=2" rel="nofollow noopener">out</a> <a href="https://example.org/" rel="nofollow noopener">https://example.org/</a> <a href="mailto:a@example.com" rel="nofollow noopener">a@example.com</a> bad worse</p>
<hr>
<ol class="footnotes">
<li id="x-fn1"><p>A note. <a href="#x-fr1-0" role="doc-backlink" aria-label="Back">↑</a> <a href="#x-fr1-1" role="doc-backlink" aria-label="Back">↑</a></p>
</li>
</ol>
`
	if page != want {
		t.Errorf("drawn:\n%s\nwant:\n%s", page, want)
	}
	if !slices.Equal(headings, []Heading{{2, "x-s1", "Wool"}, {3, "x-s2", "Deep"}}) {
		t.Errorf("headings: %v", headings)
	}
}

// hostile is Markdown that would like to run, to load or to take long.
func hostile() []string {
	return []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b onclick=x>b</b>", "<!-- x --> <?php ?> <![CDATA[x]]>",
		"[x](javascript:alert(1))", "[x](&#106;avascript:alert(1))", "[x](java\nscript:alert(1))", "[x](  data:text/html,<script>)", "[x](vbscript:x)",
		"![x](https://evil.example/x.png)", "![x](//evil.example/x.png)", "![x](pictures/../../x.svg)", "![\" onload=x](pictures/a.svg)", "![x](pictures/a.svg\"onload=x)",
		"[x](https://a.example/\"onclick=alert(1))", "[x](lesson:\"><script>)", "<javascript:alert(1)>", "<https://a.example/\"onclick=x>",
		"[x]: javascript:alert(1)\n\n[x]", "[^\"><script>]\n\n[^\"><script>]: <script>", "```\"><script>\n</code></pre><script>\n```", "# <script>\n", "|<script>|\n|-|\n|<img onerror=x>|",
		"[x](http://user:pass@a.example/)", "[x](http:\\\\a.example)", "<div\n", "<style>@import url(x)</style>", "\x00<script>", "[x](\"javascript:x\")",
	}
}

func TestHostileMarkdownRunsNothing(t *testing.T) {
	for _, md := range hostile() {
		harmless(t, md)
	}
}

func FuzzDraw(f *testing.F) {
	for _, md := range hostile() {
		f.Add(md)
	}
	f.Fuzz(func(t *testing.T, md string) { harmless(t, md) })
}

// drawnTags are all that Draw makes.
var drawnTags = strings.Fields("p h2 h3 h4 h5 h6 hr br blockquote ul ol li pre code em strong del a sup div table thead tbody tr th td button")

// drawnAttributes are all that Draw makes.
var drawnAttributes = strings.Fields("id class href rel role tabindex start aria-label type")

// harmless fails when a browser would see more in the HTML of a text than a text.
func harmless(t *testing.T, md string) {
	t.Helper()
	page, _ := Draw(md, asPage())
	open := []string{}
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF || len(open) > 0 {
				t.Fatalf("%q: %v, open: %v", md, z.Err(), open)
			}
			return
		case html.CommentToken, html.DoctypeToken, html.SelfClosingTagToken:
			t.Fatalf("%q gave %s", md, z.Raw())
		case html.StartTagToken:
			token := z.Token()
			harmlessTag(t, md, token)
			if token.Data != "br" && token.Data != "hr" {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if tag := z.Token().Data; len(open) == 0 || open[len(open)-1] != tag {
				t.Fatalf("%q: </%s> closes nothing", md, tag)
			}
			open = open[:len(open)-1]
		}
	}
}

func harmlessTag(t *testing.T, md string, token html.Token) {
	t.Helper()
	if !slices.Contains(drawnTags, token.Data) {
		t.Fatalf("%q gave <%s>", md, token.Data)
	}
	for _, a := range token.Attr {
		if !slices.Contains(drawnAttributes, a.Key) {
			t.Fatalf("%q gave %s=%q", md, a.Key, a.Val)
		}
		if a.Key == "href" && !strings.HasPrefix(a.Val, "#x-f") && a.Val != "/academy/felt/wool" {
			u, err := url.Parse(a.Val)
			if err != nil || !slices.Contains([]string{"http", "https", "mailto", "tel"}, u.Scheme) || len(token.Attr) != 2 || token.Attr[1].Val != "nofollow noopener" {
				t.Fatalf("%q leads to %q", md, a.Val)
			}
		}
	}
}

func TestDrawingIsQuickWhateverComes(t *testing.T) {
	slowest := time.Duration(0)
	fill := func(s string, n int) string { return strings.Repeat(s, n/len(s)) }
	for _, unit := range []string{"[", "![", "]", "*a ", "_*", "**a", "~~a", "`", "`a ", "``` ", ">", "> ", "- ", "1. ", "# ", "|", "|a", "[a](", "[a](b", "<", "<a ", "&", "\\", "[^1]", "[^1]: a\n", "[a]: b\n", "[a]", "\t", "  - a\n", "a\n=\n", "|a|b|\n|-|-|\n", "|\n", "<!--", "(", "[](<", "![]("} {
		for _, n := range []int{MaxLesson, 1 << 20} {
			start := time.Now()
			page, _ := Draw(fill(unit, n), asPage())
			took := time.Since(start)
			if slowest = max(slowest, took); took > time.Second {
				t.Errorf("%d bytes of %q took %v", n, unit, took)
			}
			if len(page) > 60*n {
				t.Errorf("%d bytes of %q gave %d", n, unit, len(page))
			}
		}
	}
	t.Logf("slowest: %v", slowest)
	wide := fill("|a", maxColumns*2) + "|\n" + fill("|-", maxColumns*2) + "|\n" + fill("|\n", MaxLesson-400)
	start := time.Now()
	Draw(wide, asPage())
	if took := time.Since(start); took > time.Second {
		t.Errorf("a wide table took %v", took)
	}
}

func TestWhereALessonMayLead(t *testing.T) {
	for to, want := range map[string]string{
		"https://example.com/a?b=c#d": "https://example.com/a?b=c#d", "HTTP://example.com": "http://example.com", "mailto:a@example.com": "mailto:a@example.com", "tel:+996555": "tel:+996555",
		"https://nurai:secret@example.com/": "", "https:example.com": "", "https:///x": "", "//example.com": "", "/x": "", "x": "", "#x": "", "": "",
		"javascript:x": "", "JavaScript:x": "", "data:text/html,x": "", "file:///x": "", "https://a.example/\\b": "", "https://a.example/ b": "", "mailto://a": "",
	} {
		if got, ok := prose.Address(to); ok != (want != "") || ok && got != want {
			t.Errorf("%q leads to %q, want %q", to, got, want)
		}
	}
}

func TestDeepTextsKeepTheirWords(t *testing.T) {
	page, _ := Draw(strings.Repeat("> - ", maxQuotes/2)+"deep *inside*", asPage())
	if n := strings.Count(page, "<blockquote>"); n > maxMarkdownDepth/2 || !strings.Contains(page, "deep inside") {
		t.Errorf("%d quotations in %s", n, page)
	}
}

func TestSVGMayOnlyDraw(t *testing.T) {
	svg := func(inner string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` + inner + `</svg>`
	}
	good := []string{string(littleSVG), svg(`<defs><g id="a"/></defs><use href="#a"/><use xlink:href="#a"/>`), svg(`<path fill="url(#g)"/>`),
		`<?xml version="1.0" encoding="UTF-8"?><!-- x -->` + svg(`<text xml:space="preserve">a &amp; b</text>`), svg(`<path style="fill:red"/>`)}
	for _, s := range good {
		if err := checkSVG([]byte(s)); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
	bad := []string{"", "x", "<html/>", `<svg/>`, svg(`<script>x</script>`), svg(`<SCRIPT>x</SCRIPT>`), svg(`<foreignObject/>`), svg(`<path onload="x"/>`), svg(`<path OnLoad="x"/>`),
		svg(`<image href="https://evil.example/x.png"/>`), svg(`<use href="https://evil.example/#a"/>`), svg(`<use xlink:href="data:image/svg+xml,x"/>`), svg(`<a href="javascript:x"/>`),
		svg(`<animate attributeName="href" to="javascript:x"/>`), svg(`<set attributeName="href" to="x"/>`), svg(`<style>@import "x"</style>`),
		svg(`<path fill="url(https://evil.example/#g)"/>`), svg(`<path style="fill:url( 'http://evil.example/')"/>`), svg(`<path style="fill:u\72l(http://evil.example/)"/>`),
		`<!DOCTYPE svg [<!ENTITY a "b">]>` + svg(`<text>&a;</text>`), svg(`<text>&a;</text>`), `<?xml-stylesheet href="x"?>` + svg(""), svg(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">x</h:script>`),
		svg("<path>"), svg("") + svg(""), svg(strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100)), svg(`<g xml:base="https://evil.example/"/>`), "\xff\xfe" + svg(""), `<?xml version="1.0" encoding="UTF-16"?>` + svg(""),
		svg(`<h:path xmlns:h="x"/>`), svg(`<path h:x="y" xmlns:h="x"/>`), svg(`<path style="background:image-set('x' 1x)"/>`), svg("") + "<script/>"}
	for _, s := range bad {
		if err := checkSVG([]byte(s)); err == nil {
			t.Errorf("taken: %s", s)
		}
	}
}

func ExampleDraw() {
	page, _ := Draw("Take [wool](lesson:wool).", Options{Lesson: func(id string) string { return id + ".html" }})
	fmt.Print(page)
	// Output: <p>Take <a href="wool.html">wool</a>.</p>
}
