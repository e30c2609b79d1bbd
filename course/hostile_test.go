package course

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// little is a small course in the native format, file by file.
func little() map[string]string {
	return map[string]string{
		"course.yaml":           "id: felt\nversion: 1\nlicence: CC-BY-4.0\nauthor: Nurai\nlanguages: [en]\ntitle: {en: Felt}\nmodules:\n  - id: one\n    title: {en: One}\n    lessons: [wool, wash]\n",
		"lessons/wool.en.md":    "---\ntitle: Wool\nminutes: 3\n---\nTake wool.\n\n![A heap of wool](pictures/wool.svg)\n",
		"lessons/wash.en.md":    "---\ntitle: Wash\n---\nWash it. Then [go back](lesson:wool).\n",
		"pictures/wool.svg":     string(littleSVG),
		"quizzes/wool.yaml":     "pass: 1\nquestions:\n  - id: q\n    kind: single\n    ask: {en: Which}\n    choices:\n      - text: {en: Wool}\n        right: true\n      - text: {en: Stone}\n",
		"works.yaml":            "- lesson: wash\n  say: {en: Show it.}\n  peers: 2\n  rubric:\n    - id: clean\n      points: 5\n      say: {en: It is clean}\n",
		"__MACOSX/course.yaml":  "x",
		"lessons/.DS_Store":     "x",
		"LICENSE":               "CC BY 4.0",
		"pictures/Thumbs.db":    "x",
		"sound/unused.en.txt":   "words",
		"film/unused.en.vtt":    "WEBVTT\n",
		"pictures/unused.jpeg":  "\xff\xd8\xffrest",
		"pictures/кийиз.png":    "\x89PNG\r\n\x1a\nrest",
		"sound/unused.opus":     "OggS",
		"film/unused.webm":      "\x1a\x45\xdf\xa3",
		"film/unused.mp4":       "\x00\x00\x00\x18ftypmp42",
		"sound/unused.mp3":      "ID3x",
		"sound/unused.m4a":      "\x00\x00\x00\x18ftypM4A ",
		"pictures/unused.webp":  "RIFF\x00\x00\x00\x00WEBP",
		"pictures/unused-2.gif": "GIF89a",
	}
}

func zipped(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, s := range files {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLittleCourseIsRead(t *testing.T) {
	c, report, err := ReadZip(zipped(t, little()))
	if err != nil {
		t.Fatal(err)
	}
	l, _ := c.Lesson("wool")
	if l.Title["en"] != "Wool" || l.Minutes != 3 || len(l.Quiz.Questions) != 1 || len(c.Files) != 13 {
		t.Errorf("%+v, %d files", l, len(c.Files))
	}
	for _, want := range []Problem{{"lessons/.DS_Store", "", LeftOut, ""}, {"film/unused.mp4", "", Unused, ""}} {
		found := false
		for _, n := range report.Notes {
			found = found || n == want
		}
		if !found {
			t.Errorf("report lacks %v: %v", want, report.Notes)
		}
	}
	inFolder := map[string]string{}
	for name, s := range little() {
		if !strings.HasPrefix(name, "__") {
			name = "felt/" + name
		}
		inFolder[name] = s
	}
	if c, _, err := ReadZip(zipped(t, inFolder)); err != nil || c.ID != "felt" {
		t.Errorf("zipped with its folder: %v", err)
	}
}

func TestHostileCoursesAreRefusedWithFileAndReason(t *testing.T) {
	lesson := "---\ntitle: T\n---\n"
	quiz := little()["quizzes/wool.yaml"]
	head := little()["course.yaml"]
	long := strings.Repeat("a", MaxLesson+1)
	cases := map[string]struct {
		file, body, path string
		why              Reason
	}{
		"climbs out":           {"../x", "x", "../x", UnsafePath},
		"climbs within":        {"lessons/../../x", "x", "lessons/../../x", UnsafePath},
		"absolute":             {"/etc/passwd", "x", "/etc/passwd", UnsafePath},
		"backslash":            {`lessons\..\x`, "x", `lessons\..\x`, UnsafePath},
		"drive":                {"c:x", "x", "c:x", UnsafePath},
		"deep":                 {"pictures/a/b/c/d/e.svg", "x", "pictures/a/b/c/d/e.svg", UnsafePath},
		"direction turned":     {"pictures/a\u202egvs.exe", "x", "pictures/a\u202egvs.exe", UnsafePath},
		"program":              {"run.exe", "MZ", "run.exe", UnknownFile},
		"page":                 {"lessons/x.html", "<html>", "lessons/x.html", UnknownFile},
		"case":                 {"LESSONS/wool.en.md", lesson, "", SameName},
		"lesson of nobody":     {"lessons/other.en.md", lesson, "lessons/other.en.md", UnknownLesson},
		"language of nobody":   {"lessons/wool.fr.md", lesson, "lessons/wool.fr.md", OtherLanguage},
		"no front":             {"lessons/wool.en.md", "Take wool.", "lessons/wool.en.md", NoFrontMatter},
		"unknown front":        {"lessons/wool.en.md", "---\ntitle: T\ncolour: red\n---\nx", "lessons/wool.en.md", BadYAML},
		"wrong UTF-8":          {"lessons/wool.en.md", lesson + "a\xffb", "lessons/wool.en.md", NotText},
		"NUL":                  {"lessons/wool.en.md", lesson + "a\x00b", "lessons/wool.en.md", NotText},
		"long":                 {"lessons/wool.en.md", lesson + long, "lessons/wool.en.md", TooLong},
		"script in Markdown":   {"lessons/wool.en.md", lesson + "x\n\n<script>alert(1)</script>\n", "lessons/wool.en.md", HTML},
		"HTML in a line":       {"lessons/wool.en.md", lesson + "x <b onclick=x>y</b>\n", "lessons/wool.en.md", HTML},
		"javascript link":      {"lessons/wool.en.md", lesson + "[x](javascript:alert(1))", "lessons/wool.en.md", BadLink},
		"hidden javascript":    {"lessons/wool.en.md", lesson + "[x](java&#115;cript&colon;alert(1))", "lessons/wool.en.md", BadLink},
		"javascript autolink":  {"lessons/wool.en.md", lesson + "<javascript:alert(1)>", "lessons/wool.en.md", BadLink},
		"data link":            {"lessons/wool.en.md", lesson + "[x](data:text/html,x)", "lessons/wool.en.md", BadLink},
		"file link":            {"lessons/wool.en.md", lesson + "[x](file:///etc/passwd)", "lessons/wool.en.md", BadLink},
		"lost lesson":          {"lessons/wool.en.md", lesson + "[x](lesson:nowhere)", "lessons/wool.en.md", UnknownLesson},
		"picture of a host":    {"lessons/wool.en.md", lesson + "![x](https://example.com/x.png)", "lessons/wool.en.md", NoSuchFile},
		"lost picture":         {"lessons/wool.en.md", lesson + "![x](pictures/no.svg)", "lessons/wool.en.md", NoSuchFile},
		"wide table":           {"lessons/wool.en.md", lesson + strings.Repeat("|a", 5000) + "|\n" + strings.Repeat("|-", 5000) + "|\n", "lessons/wool.en.md", TooMany},
		"script in SVG":        {"pictures/x.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>`, "pictures/x.svg", BadMedia},
		"page as PNG":          {"pictures/x.png", "<html>", "pictures/x.png", BadMedia},
		"PNG as JPEG":          {"pictures/x.jpg", "\x89PNG\r\n\x1a\nrest", "pictures/x.jpg", BadMedia},
		"YAML bomb":            {"tasks.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n", "tasks.yaml", Alias},
		"YAML tag":             {"works.yaml", "- lesson: !!binary aGk=\n", "works.yaml", Alias},
		"YAML merge":           {"works.yaml", "- lesson: wash\n  <<: {peers: 1}\n", "works.yaml", Alias},
		"deep YAML":            {"tasks.yaml", strings.Repeat("[", 500) + strings.Repeat("]", 500), "tasks.yaml", BadYAML},
		"deeper YAML":          {"tasks.yaml", strings.Repeat("[", 100_000), "tasks.yaml", BadYAML},
		"unknown field":        {"quizzes/wool.yaml", quiz + "colour: red\n", "quizzes/wool.yaml", BadYAML},
		"field twice":          {"quizzes/wool.yaml", quiz + "pass: 1\n", "quizzes/wool.yaml", BadYAML},
		"two documents":        {"quizzes/wool.yaml", quiz + "---\npass: 1\n", "quizzes/wool.yaml", BadYAML},
		"empty quiz":           {"quizzes/wool.yaml", "", "quizzes/wool.yaml", BadYAML},
		"quiz of nobody":       {"quizzes/x.yaml", quiz, "quizzes/x.yaml", UnknownLesson},
		"no right choice":      {"quizzes/wool.yaml", strings.Replace(quiz, "right: true", "right: false", 1), "quizzes/wool.yaml", RightChoices},
		"question twice":       {"quizzes/wool.yaml", quiz + quiz[strings.Index(quiz, "  - id: q"):], "quizzes/wool.yaml", Twice},
		"too much to pass":     {"quizzes/wool.yaml", strings.Replace(quiz, "pass: 1", "pass: 2", 1), "quizzes/wool.yaml", OutOfRange},
		"lesson twice":         {"course.yaml", strings.Replace(head, "wash", "wool", 1), "course.yaml", Twice},
		"bad id":               {"course.yaml", strings.Replace(head, "id: felt", "id: ../felt", 1), "course.yaml", BadID},
		"no title":             {"course.yaml", strings.Replace(head, "title: {en: Felt}", "title: {}", 1), "course.yaml", Required},
		"bad language":         {"course.yaml", strings.Replace(head, "[en]", "[en, EN_us]", 1), "course.yaml", BadLanguage},
		"no version":           {"course.yaml", strings.Replace(head, "version: 1", "version: 0", 1), "course.yaml", OutOfRange},
		"dense list":           {"course.yaml", head + "#" + strings.Repeat("a", maxList), "course.yaml", TooDense},
		"captions of nothing":  {"film/x.en.vtt", "hello", "film/x.en.vtt", BadMedia},
		"work twice":           {"works.yaml", little()["works.yaml"] + little()["works.yaml"], "works.yaml", Twice},
		"work without words":   {"works.yaml", "- lesson: wash\n  say: {}\n", "works.yaml", Required},
		"script in a work":     {"works.yaml", "- lesson: wash\n  say: {en: \"<script>x</script>\"}\n", "works.yaml", HTML},
		"task without purpose": {"tasks.yaml", "- lesson: wool\n  check: x\n  need: 0\n  say: {en: Do}\n", "tasks.yaml", OutOfRange},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			files := little()
			files[c.file] = c.body
			_, _, err := ReadZip(zipped(t, files))
			refused(t, err, c.path, c.why)
		})
	}
}

// refused fails unless an error names a file and a reason.
func refused(t *testing.T, err error, path string, why Reason) {
	t.Helper()
	var one Problem
	var all Problems
	if errors.As(err, &one) {
		all = Problems{one}
	} else if !errors.As(err, &all) {
		t.Fatalf("not refused with reason: %v", err)
	}
	for _, p := range all {
		if p.Reason == why && (path == "" || p.Path == path) {
			if strings.Contains(p.Error(), string(why)) && strings.Contains(string(why), "_") {
				t.Errorf("reason %s has no words", why)
			}
			return
		}
	}
	t.Fatalf("want %s: %s, got %v", path, why, err)
}

func TestMissingFilesAreNamed(t *testing.T) {
	for _, file := range []string{"course.yaml", "lessons/wash.en.md"} {
		files := little()
		delete(files, file)
		_, _, err := ReadZip(zipped(t, files))
		refused(t, err, file, Missing)
	}
	_, _, err := ReadZip([]byte("no zip"))
	refused(t, err, "zip", NotZip)
	_, _, err = ReadZip(zipped(t, little())[:900])
	refused(t, err, "zip", NotZip)
}

func TestAHundredThousandQuestionsAreRefused(t *testing.T) {
	files := little()
	choices := "    ask: {en: a}\n    kind: order\n    choices: [{text: {en: a}}, {text: {en: b}}]\n"
	many := func(n int) string {
		var b strings.Builder
		b.WriteString("pass: 1\nquestions:\n")
		for i := range n {
			fmt.Fprintf(&b, "  - id: q%d\n%s", i, choices)
		}
		return b.String()
	}
	files["quizzes/wool.yaml"] = many(201)
	_, _, err := ReadZip(zipped(t, files))
	refused(t, err, "quizzes/wool.yaml", TooMany)
	files["quizzes/wool.yaml"] = many(100_000)
	_, _, err = ReadZip(zipped(t, files))
	refused(t, err, "quizzes/wool.yaml", TooLarge)

	files = little()
	var list []string
	for i := range 11 {
		id := fmt.Sprintf("l%d", i)
		list = append(list, id)
		files["lessons/"+id+".en.md"] = "---\ntitle: T\n---\nx\n"
		files["quizzes/"+id+".yaml"] = many(200)
	}
	files["course.yaml"] = strings.Replace(files["course.yaml"], "wool, wash", "wool, wash, "+strings.Join(list, ", "), 1)
	_, _, err = ReadZip(zipped(t, files))
	refused(t, err, "quizzes", TooMany)
}

func TestBombsAreRefusedBeforeTheyUnpack(t *testing.T) {
	files := little()
	files["pictures/zero.png"] = strings.Repeat("\x00", 10<<20)
	_, _, err := ReadZip(zipped(t, files))
	refused(t, err, "pictures/zero.png", TooDense)

	var b bytes.Buffer // one that lies about its size
	z := zip.NewWriter(&b)
	f, err := z.CreateRaw(&zip.FileHeader{Name: "course.yaml", Method: zip.Store, CompressedSize64: 50, UncompressedSize64: 10})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(bytes.Repeat([]byte("a"), 50)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, err = ReadZip(b.Bytes())
	refused(t, err, "course.yaml", Unreadable)

	b.Reset() // a file of the kind that has no end
	z = zip.NewWriter(&b)
	for i := range maxFiles + 1 {
		if _, err := z.Create(fmt.Sprintf("pictures/%d.png", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, err = ReadZip(b.Bytes())
	refused(t, err, "zip", TooMany)
}

func TestLinksAreRefused(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	head := &zip.FileHeader{Name: "lessons/wool.en.md"}
	head.SetMode(fs.ModeSymlink | 0o777)
	f, err := z.CreateHeader(head)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("/etc/passwd")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, err = ReadZip(b.Bytes())
	refused(t, err, "lessons/wool.en.md", NoRegularFile)

	folder := t.TempDir()
	if err := os.Symlink("/etc/passwd", folder+"/course.yaml"); err != nil {
		t.Fatal(err)
	}
	_, _, err = Read(os.DirFS(folder))
	refused(t, err, "course.yaml", NoRegularFile)
}

func TestAFolderIsReadLikeAZip(t *testing.T) {
	folder := fstest.MapFS{}
	for name, s := range little() {
		folder[name] = &fstest.MapFile{Data: []byte(s)}
	}
	c, _, err := Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	files, err := Files(c)
	if err != nil {
		t.Fatal(err)
	}
	for name := range maps.Keys(little()) {
		if _, ok := files[name]; !ok && !litter(name) {
			t.Errorf("lost %s", name)
		}
	}
	folder["pictures/a/b/c/d/e.svg"] = &fstest.MapFile{Data: littleSVG}
	_, _, err = Read(folder)
	refused(t, err, "pictures/a/b/c/d", UnsafePath)
}

func TestYAMLIsBoundedBeforeItIsParsed(t *testing.T) {
	files := map[string][]byte{}
	for name, s := range little() {
		files[name] = []byte(s)
	}
	head := strings.Replace(little()["course.yaml"], "wool, wash", "wool, wash, a, b, c, d, e, f, g, h", 1)
	files["course.yaml"] = []byte(head)
	for _, id := range strings.Fields("a b c d e f g h") {
		files["quizzes/"+id+".yaml"] = []byte("[" + strings.Repeat("[],1,", 400_000) + "]")
	}
	start := time.Now()
	_, _, err := ReadFiles(files)
	refused(t, err, "quizzes/a.yaml", TooMany)
	refused(t, err, "quizzes/h.yaml", TooMany)
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
	var into any
	if why, detail := unmarshal(strings.Repeat("[", 20)+strings.Repeat("]", 20), &into); why != BadYAML || !strings.Contains(detail, "too deep") {
		t.Errorf("%s (%s)", why, detail)
	}
}

func TestAFileThatGrowsIsRefused(t *testing.T) {
	for _, size := range []int64{2, 4} {
		if _, err := readAll(func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("abc")), nil }, size); err == nil {
			t.Errorf("3 bytes are taken for %d", size)
		}
	}
}

// FuzzRead reads whatever comes and writes again what it takes.
func FuzzRead(f *testing.F) {
	f.Add(zipped(f, little()))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, body []byte) {
		c, _, err := ReadZip(body)
		if err != nil {
			return
		}
		packed, err := Zip(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := ReadZip(packed); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzFiles reads whatever the files say; the fuzzer needs no zip for it.
func FuzzFiles(f *testing.F) {
	l := little()
	f.Add(l["course.yaml"], l["lessons/wool.en.md"], l["quizzes/wool.yaml"], l["works.yaml"])
	f.Fuzz(func(t *testing.T, head, lesson, quiz, works string) {
		files := map[string][]byte{}
		for name, s := range little() {
			files[name] = []byte(s)
		}
		files["course.yaml"], files["lessons/wool.en.md"], files["quizzes/wool.yaml"], files["works.yaml"] = []byte(head), []byte(lesson), []byte(quiz), []byte(works)
		c, _, err := ReadFiles(files)
		if err != nil {
			return
		}
		out, err := Files(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := ReadFiles(out); err != nil {
			t.Fatal(err)
		}
	})
}
