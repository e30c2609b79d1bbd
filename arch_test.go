package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one Go file of the program.
type source struct {
	path      string // from the root, with slashes
	pkg       string // its folder, "main" for the root
	test      bool   // only tests see it
	generated bool
	lines     int
	imports   []string
	file      *ast.File
}

// sources parses every Go file once.
func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := e.Name(); e.IsDir() && p != "." && (name[0] == '.' || name[0] == '_' || name == "testdata" || name == "tmp") {
			return filepath.SkipDir
		}
		if e.IsDir() || !strings.HasSuffix(p, ".go") {
			return nil
		}
		s, err := parse(filepath.ToSlash(p))
		list = append(list, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func parse(p string) (source, error) {
	text, err := os.ReadFile(p)
	if err != nil {
		return source{}, err
	}
	f, err := parser.ParseFile(token.NewFileSet(), p, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	s := source{path: p, pkg: path.Dir(p), file: f, generated: ast.IsGenerated(f), lines: strings.Count(string(text), "\n")}
	if s.pkg == "." {
		s.pkg = "main"
	}
	s.test = strings.HasSuffix(p, "_test.go") || strings.HasSuffix(s.pkg, "test") || s.pkg == "e2e" || s.pkg == "bench"
	for _, i := range f.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return s, err
		}
		s.imports = append(s.imports, name)
	}
	return s, nil
}

// table reads the rows of the Markdown table under a heading, without its head.
func table(t *testing.T, heading string) [][]string {
	t.Helper()
	text, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("docs/architecture.md has no heading %q", heading)
	}
	var rows [][]string
	for line := range strings.Lines(rest) {
		if strings.HasPrefix(line, "## ") {
			break
		}
		if !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	if len(rows) < 3 {
		t.Fatalf("no table under %q", heading)
	}
	return rows[2:]
}

// matches reports whether a package is in a list like "db, web, web/*".
func matches(list, pkg string) bool {
	for p := range strings.SplitSeq(list, ",") {
		p = strings.TrimSpace(p)
		if parent, ok := strings.CutSuffix(p, "/*"); p == pkg || ok && strings.HasPrefix(pkg, parent+"/") {
			return true
		}
	}
	return false
}

func TestPackagesImportOnlyLowerRanks(t *testing.T) {
	rows := table(t, "Who may import whom")
	rank := func(pkg string) int {
		found := -1
		if strings.HasSuffix(pkg, "test") {
			found = 14 // only tests import it
		}
		for _, r := range rows {
			if n, err := strconv.Atoi(r[0]); err == nil && matches(r[1], pkg) {
				found = n
			}
		}
		return found
	}
	for _, s := range sources(t) {
		own := rank(s.pkg)
		if own < 0 {
			t.Errorf("%s: package %s has no rank in docs/architecture.md", s.path, s.pkg)
			continue
		}
		for _, i := range s.imports {
			pkg, ours := strings.CutPrefix(i, "agora/")
			if !ours || pkg == s.pkg || strings.HasSuffix(s.path, "_test.go") && strings.HasSuffix(pkg, "test") {
				continue
			}
			if r := rank(pkg); r >= own && !strings.HasSuffix(s.path, "_test.go") {
				t.Errorf("%s (rank %d) imports %s (rank %d)", s.path, own, pkg, r)
			}
		}
	}
}

func TestModulesAreImportedWhereTheTableSays(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]string{}
	for _, r := range table(t, "Modules of others") {
		if len(r) != 5 {
			t.Fatalf("row %q: want 5 columns", r)
		}
		allowed[r[0]] = r[4]
		if version, _, _ := strings.Cut(r[2], " "); !strings.Contains(string(mod), "\t"+r[0]+" "+version+" ") && !strings.Contains(string(mod), "\t"+r[0]+" "+version+"\n") {
			t.Errorf("go.mod has no %s %s, as docs/architecture.md says", r[0], version)
		}
	}
	used := map[string]bool{}
	for _, s := range sources(t) {
		for _, i := range s.imports {
			host, _, _ := strings.Cut(i, "/")
			if !strings.Contains(host, ".") {
				continue
			}
			module := ""
			for m := range allowed {
				if (i == m || strings.HasPrefix(i, m+"/")) && len(m) > len(module) {
					module = m
				}
			}
			used[module] = true
			if list := allowed[module]; module == "" || !matches(list, s.pkg) && !(s.test && matches(list, "tests")) && !strings.HasSuffix(s.path, "_test.go") {
				t.Errorf("%s imports %s; docs/architecture.md allows %s to: %q", s.path, i, module, list)
			}
		}
	}
	for m := range allowed {
		if !used[m] {
			t.Logf("docs/architecture.md lists %s, which nothing imports", m)
		}
	}
}

func TestFilesStaySmall(t *testing.T) {
	const soft, hard = 300, 500
	var sizes []int
	for _, s := range sources(t) {
		if s.generated {
			continue
		}
		sizes = append(sizes, s.lines)
		switch {
		case s.lines > hard:
			t.Errorf("%s has %d lines; %d is the most", s.path, s.lines, hard)
		case s.lines > soft:
			t.Logf("%s has %d lines; more than %d wants a reason", s.path, s.lines, soft)
		}
	}
	slices.Sort(sizes)
	t.Logf("%d files, median %d lines, longest %d", len(sizes), sizes[len(sizes)/2], sizes[len(sizes)-1])
}

func TestNoHiddenStarts(t *testing.T) {
	for _, s := range sources(t) {
		if s.generated {
			continue
		}
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					t.Errorf("%s has an init function", s.path)
				}
			case *ast.GenDecl:
				if d.Tok == token.VAR && !s.test {
					for _, spec := range d.Specs {
						if v := spec.(*ast.ValueSpec); changes(d, v) {
							t.Errorf("%s: package variable %s holds state", s.path, v.Names[0].Name)
						}
					}
				}
			}
		}
	}
}

// changes reports whether a package variable has no first value, so that it is
// there to be changed; embedded files are the exception.
func changes(d *ast.GenDecl, v *ast.ValueSpec) bool {
	if len(v.Values) > 0 {
		return false
	}
	for _, c := range []*ast.CommentGroup{d.Doc, v.Doc} {
		if c == nil {
			continue
		}
		for _, line := range c.List {
			if strings.HasPrefix(line.Text, "//go:embed") {
				return false
			}
		}
	}
	return true
}

func TestEveryPackageIsDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if !strings.HasSuffix(s.path, "_test.go") {
			documented[s.pkg] = documented[s.pkg] || s.file.Doc != nil && s.file.Doc.Text() != ""
		}
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment that says what it is for", pkg)
		}
	}
}
