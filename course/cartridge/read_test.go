package cartridge

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"agora/course"
)

const picture = `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>`

// theirs is a cartridge as another system writes it, with things that we don't have.
func theirs() map[string][]byte {
	files := map[string]string{
		manifestFile: `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="i5306" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" xmlns:lom="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest">
 <metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>
  <lom:lom><lom:general><lom:title><lom:string>Felt for all</lom:string></lom:title></lom:general>
  <lom:rights><lom:description><lom:string>CC Attribution - http://creativecommons.org/licenses/by/4.0</lom:string></lom:description></lom:rights></lom:lom></metadata>
 <organizations><organization identifier="org" structure="rooted-hierarchy"><item identifier="top">
  <item identifier="week1"><title>Week 1</title>
   <item identifier="a" identifierref="ra"><title>What wool is</title></item>
   <item identifier="b" identifierref="rb"><title>Test</title></item>
   <item identifier="sub"><title>More</title>
    <item identifier="c" identifierref="rc"><title>A page of others</title></item>
    <item identifier="d" identifierref="rd"><title>Talk</title></item>
   </item>
   <item identifier="e" identifierref="re"><title>A tool</title></item>
   <item identifier="f" identifierref="none"><title>Nothing</title></item>
  </item></item></organization></organizations>
 <resources>
  <resource identifier="ra" type="webcontent" href="wiki_content/what-wool-is.html"><file href="wiki_content/what-wool-is.html"/></resource>
  <resource identifier="rp" type="webcontent" href="web_resources/lens.svg"><file href="web_resources/lens.svg"/></resource>
  <resource identifier="rz" type="webcontent" href="web_resources/sheet.pdf"><file href="web_resources/sheet.pdf"/></resource>
  <resource identifier="rb" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="b/test.xml"/></resource>
  <resource identifier="rc" type="imswl_xmlv1p1"><file href="c.xml"/></resource>
  <resource identifier="rd" type="imsdt_xmlv1p1"><file href="d.xml"/></resource>
  <resource identifier="re" type="imsbasiclti_xmlv1p0"><file href="e.xml"/></resource>
 </resources></manifest>`,
		"wiki_content/what-wool-is.html": `<html><head><title>x</title><script>alert(1)</script></head><body onload="x()">
<h1>What wool is</h1><p>Wool is <b>hair</b>. <img src="$IMS-CC-FILEBASE$/lens.svg?a=b" alt="A lens"> <img src="https://elsewhere.example/x.png" alt="gone"></p>
<table><tr><th colspan=2>Kinds</th></tr><tr><td>Merino<br>fine</td><td><ul><li>hats</li></ul></td></tr></table>
<iframe src="https://film.example/1" title="A film"></iframe><p><a href="javascript:alert(1)">press</a> <a href="$WIKI_REFERENCE$/pages/what-wool-is#x">here</a>
<a href="$IMS-CC-FILEBASE$/sheet.pdf">sheet</a></p><form><input name="a">Name</form></body></html>`,
		"web_resources/lens.svg":  picture,
		"web_resources/sheet.pdf": "%PDF-1.4",
		"b/test.xml": `<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="t" title="Test"><section ident="s">
<item ident="I1"><presentation><material><mattext texttype="text/html">&lt;p&gt;Wool is hair.&lt;/p&gt;</mattext></material>
 <response_lid ident="r" rcardinality="Single"><render_choice><response_label ident="t"><material><mattext>True</mattext></material></response_label><response_label ident="f"><material><mattext>False</mattext></material></response_label></render_choice></response_lid></presentation>
 <resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
 <respcondition continue="Yes"><conditionvar><varequal respident="r">f</varequal></conditionvar><displayfeedback feedbacktype="Response" linkrefid="f_fb"/></respcondition>
 <respcondition continue="No"><conditionvar><varequal respident="r">t</varequal></conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing>
 <itemfeedback ident="f_fb"><flow_mat><material><mattext>Look again.</mattext></material></flow_mat></itemfeedback></item>
<item ident="I2"><presentation><material><mattext>Say more.</mattext></material><response_str ident="r"><render_fib/></response_str></presentation></item>
<item ident="I3"><presentation><material><mattext>Name the sheep.</mattext></material><response_str ident="r"><render_fib/></response_str></presentation>
 <resprocessing><respcondition><conditionvar><or><varequal respident="r">merino</varequal><varequal respident="r">Merino sheep</varequal></or></conditionvar><setvar varname="SCORE" action="Set">100</setvar></respcondition></resprocessing></item>
</section></assessment></questestinterop>`,
		"c.xml": `<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"><title>Wool</title><url href="https://example.org/wool?a=1&amp;b=2" target="_blank"/></webLink>`,
		"d.xml": `<topic xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"><title>Talk</title><text texttype="text/html">&lt;p&gt;What do &lt;i&gt;you&lt;/i&gt; felt?&lt;/p&gt;</text></topic>`,
		"e.xml": `<x/>`,
	}
	out := map[string][]byte{}
	for name, body := range files {
		out[name] = []byte(body)
	}
	return out
}

// TestOfOthers reads the cartridge of another system, and names what is not taken.
func TestOfOthers(t *testing.T) {
	c, report, err := readZip(pack(t, theirs()))
	if err != nil {
		t.Fatal(err)
	}
	en := func(s string) course.Text { return course.Text{"en": s} }
	want := &course.Course{ID: "i5306", Version: 1, Licence: "CC-BY-4.0", Author: "Unknown", Source: "CC Attribution - http://creativecommons.org/licenses/by/4.0",
		Languages: []string{"en"}, Title: en("Felt for all"), Files: map[string][]byte{"pictures/lens.svg": []byte(picture)},
		Modules: []course.Module{
			{ID: "week1", Title: en("Week 1"), Lessons: []course.Lesson{{ID: "what-wool-is", Title: en("What wool is"), Body: en(
				"Wool is **hair**. ![A lens](pictures/lens.svg) gone\n\n| Kinds | |\n|---|---|\n| Merino / fine | hats |\n\n[A film](https://film.example/1)\n\npress [here](lesson:what-wool-is) sheet\n\nName\n"),
				Quiz: course.Quiz{Pass: 2, Questions: []course.Question{
					{ID: "i1", Kind: course.Single, Ask: en("Wool is hair."), Why: en("False: Look again."), Choices: []course.Choice{{Text: en("True"), Right: true}, {Text: en("False")}}},
					{ID: "i3", Kind: course.Short, Ask: en("Name the sheep."), Accept: map[string][]string{"en": {"merino", "Merino sheep"}}},
				}}}}},
			{ID: "sub", Title: en("Week 1: More"), Lessons: []course.Lesson{
				{ID: "c", Title: en("A page of others"), Body: en("[Wool](https://example.org/wool?a=1&b=2)\n")},
				{ID: "d", Title: en("Talk"), Body: en("What do _you_ felt?\n")},
			}},
		}}
	if d := cmp.Diff(want, c); d != "" {
		t.Error(d)
	}
	said := ""
	for _, n := range report.Notes {
		said += n.Error() + "\n"
	}
	for _, words := range []string{
		"imsmanifest.xml, language: is no language tag",
		"what-wool-is.html, script: can't be shown", "what-wool-is.html, src: can't be shown (is of another host", "what-wool-is.html, table: is there in another way (cells across",
		"what-wool-is.html, iframe: ", "what-wool-is.html, form: ", "what-wool-is.html, input: ", "what-wool-is.html, a: leads where a lesson may not lead", "leads to web_resources/sheet.pdf",
		"web_resources/sheet.pdf: was left out", "b/test.xml, question 2: can't be shown (is answered in words that a person must read)",
		"d.xml: is there in another way (a topic of talk", "item A tool: can't be shown (a resource of type imsbasiclti_xmlv1p0)", "item f: is missing (none)",
	} {
		if !strings.Contains(said, words) {
			t.Errorf("the report does not say %q:\n%s", words, said)
		}
	}
}

func pack(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := course.Pack(&b, files); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readZip reads a cartridge as it lies on a disk.
func readZip(body []byte) (*course.Course, course.Report, error) {
	files, err := course.Unpack(body)
	if err != nil {
		return nil, course.Report{}, err
	}
	return Read(files)
}

// TestRefused gives cartridges that are not taken, each with the reason.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{manifestFile, "<manifest", `<!DOCTYPE m [<!ENTITY a "aaaa">]><manifest`, "imsmanifest.xml: can't be read whole (has a DOCTYPE"},
		{manifestFile, "<schema>IMS Common Cartridge", "<schema>ADL SCORM", "is no Common Cartridge but ADL SCORM"},
		{manifestFile, `href="c.xml"`, `href="../c.xml"`, "resource rc: has a path that leads out"},
		{manifestFile, `href="c.xml"`, `href="%2e%2e/c.xml"`, "resource rc: has a path that leads out"},
		{manifestFile, `href="c.xml"`, `href="/etc/passwd"`, "resource rc: has a path that leads out"},
		{manifestFile, `href="c.xml"`, `href="https://example.org/c.xml"`, "resource rc: has a path that leads out"},
		{manifestFile, `href="c.xml"`, `href="gone.xml"`, "resource rc: shows a file that is not in the course (gone.xml)"},
		{manifestFile, `identifier="rd"`, `identifier="rc"`, "resource rc: is there twice"},
		{manifestFile, `<item identifier="a"`, strings.Repeat(`<item identifier="z">`, 10) + strings.Repeat("</item>", 10) + `<item identifier="a"`, "folders in folders"},
		{manifestFile, `<item identifier="a"`, strings.Repeat(`<item>`, 100) + `<item identifier="a"`, "is deeper than 64 elements"},
		{"wiki_content/what-wool-is.html", "Wool is", strings.Repeat("wool ", 10_000), "lessons/what-wool-is.en.md: is too long"},
	} {
		files := theirs()
		old := string(files[c.name])
		if !strings.Contains(old, c.from) {
			t.Fatalf("%s has no %q", c.name, c.from)
		}
		files[c.name] = []byte(strings.Replace(old, c.from, c.to, 1))
		_, _, err := readZip(pack(t, files))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40s: got %v, want %s", c.to, err, c.want)
		}
	}
	files := theirs()
	delete(files, manifestFile)
	if _, _, err := readZip(pack(t, files)); err == nil {
		t.Error("a zip without a manifest is taken")
	}
	if _, _, err := readZip([]byte("PK\x03\x04")); err == nil {
		t.Error("a broken zip is taken")
	}
}

// TestBadPartsAreNamed takes the rest of a cartridge of which a part is bad.
func TestBadPartsAreNamed(t *testing.T) {
	files := theirs()
	files["b/test.xml"] = []byte(`<!DOCTYPE q [<!ENTITY a "b">]><questestinterop/>`)
	files["web_resources/lens.svg"] = []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
	files["wiki_content/what-wool-is.html"] = []byte(strings.Repeat("<div>", 400) + "deep <img src='../web_resources/lens.svg' alt='lens'>")
	c, report, err := readZip(pack(t, files))
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, n := range report.Notes {
		said += n.Error() + "\n"
	}
	for _, words := range []string{"b/test.xml: can't be read whole (has a DOCTYPE", "web_resources/lens.svg: is not the picture"} {
		if !strings.Contains(said, words) {
			t.Errorf("the report does not say %q:\n%s", words, said)
		}
	}
	if md := c.Modules[0].Lessons[0].Body["en"]; md != "deep lens\n" || len(c.Files) > 0 {
		t.Errorf("%q, %v", md, c.Files)
	}
}

// TestSlowPages reads pages that are made to be slow.
func TestSlowPages(t *testing.T) {
	for _, one := range []string{"<b></b>", "<b>", "<ul><li>", "<div>x", "<p>a<i>(b)</i>c", "<table><tr><td>", "<sup><a href='#f'>1</a></sup>", "[", "|", "<a><div>", "<blockquote>", "`", "<ol class=footnotes><li id=f><sup><a href='#f'>1</a></sup>"} {
		files := theirs()
		files["wiki_content/what-wool-is.html"] = []byte(strings.Repeat(one, maxPage/len(one)))
		began := time.Now()
		_, _, err := Read(files)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%q took %v: %v", one, took, err)
		} else {
			t.Logf("%q took %v: %.80v", one, took, err)
		}
	}
}

// FuzzRead changes manifest, page and test: what is taken is within the bounds, and
// draws without script.
func FuzzRead(f *testing.F) {
	o := theirs()
	f.Add(string(o[manifestFile]), string(o["wiki_content/what-wool-is.html"]), string(o["b/test.xml"]))
	f.Add(string(o[manifestFile]), "<ul><li>a<ul><li><p>b<li>c</ul></ul><ol start=3><li><table><tr><td>|<pre>x", "")
	f.Fuzz(func(t *testing.T, manifest, page, test string) {
		files := theirs()
		files[manifestFile], files["wiki_content/what-wool-is.html"], files["b/test.xml"] = []byte(manifest), []byte(page), []byte(test)
		c, _, err := Read(files)
		if err != nil {
			return
		}
		if err := c.Check().Err(); err != nil {
			t.Fatal(err)
		}
		for _, m := range c.Modules {
			for _, l := range m.Lessons {
				html, _ := course.Draw(l.Body["en"], course.Options{})
				if strings.Contains(html, "<script") || strings.Contains(html, "javascript:") && strings.Contains(html, `href="javascript:`) {
					t.Fatalf("%q draws %q", page, html)
				}
			}
		}
		if _, err := Write(&bytes.Buffer{}, c, ""); err != nil {
			t.Fatal(err)
		}
	})
}
