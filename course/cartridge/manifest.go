package cartridge

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"agora/course"
)

const manifestFile = "imsmanifest.xml"

// kind is what a resource is, whatever version of the format says so.
type kind string

const (
	webContent kind = "webcontent"
	associated kind = "associatedcontent"
	webLink    kind = "imswl"
	assessment kind = "assessment"
	topic      kind = "imsdt"
	assignment kind = "assignment"
	otherKind  kind = ""
)

// resource is a row of the manifest.
type resource struct {
	id       string
	kind     kind
	typed    string // as the manifest says it
	href     string // the file that it begins with
	files    []string
	handedIn bool // a page that asks for a work
}

// entry is a leaf or a folder of the organization.
type entry struct {
	id, title, ref string
	kids           []entry
}

// manifest is what imsmanifest.xml says.
type manifest struct {
	id                      string
	title, about, language  string
	licence, source, author string
	version                 int64
	tree                    []entry
	resources               map[string]*resource
	order                   []*resource
}

func refuse(at string, why course.Reason, detail string) error {
	return course.Problem{Path: manifestFile, At: at, Reason: why, Detail: detail}
}

func readManifest(files map[string][]byte) (*manifest, error) {
	body, ok := files[manifestFile]
	if !ok {
		return nil, refuse("", course.Missing, "")
	}
	root, err := parse(body)
	if err != nil {
		return nil, refuse("", course.Unreadable, err.Error())
	}
	if schema := root.child("metadata", "schema").text(); root.XMLName.Local != "manifest" || !strings.Contains(schema, "Common Cartridge") {
		return nil, refuse("metadata.schema", course.NotText, "is no Common Cartridge but "+course.Shorten(schema))
	}
	m := &manifest{id: root.attr("identifier"), resources: map[string]*resource{}}
	m.metadata(root.child("metadata", "lom"))
	if err := m.rows(root.child("resources"), files); err != nil {
		return nil, err
	}
	m.tree, err = entries(root.child("organizations", "organization"), 0)
	if len(m.tree) == 1 && m.tree[0].ref == "" { // the root, which has no name of its own
		m.tree = m.tree[0].kids
	}
	return m, err
}

var (
	spdxName  = regexp.MustCompile(`^(CC[A-Z0-9.-]*[0-9]|[A-Za-z0-9.-]+-[0-9.]+)(\s|$)`)
	ccAddress = regexp.MustCompile(`creativecommons\.org/licenses/([a-z-]+)/([0-9]\.[0-9])`)
	card      = regexp.MustCompile(`(?m)FN:([^\r\n]+?)(?:\s+(?:N|EMAIL|ORG|END|UID|TEL)\b|$)`)
)

func (m *manifest) metadata(lom *element) {
	general := lom.child("general")
	m.title = general.child("title", "string").text()
	m.about = general.child("description", "string").text()
	m.language = general.child("language").text()
	if m.language == "" {
		m.language = general.child("title", "string").attr("language")
	}
	rights := lom.child("rights", "description", "string").text()
	if name := spdxName.FindString(rights); name != "" {
		m.licence, m.source = strings.TrimSpace(name), strings.TrimSpace(strings.TrimPrefix(rights, name))
	} else if cc := ccAddress.FindStringSubmatch(rights); cc != nil {
		m.licence, m.source = "CC-"+strings.ToUpper(cc[1])+"-"+cc[2], rights
	} else {
		m.source = rights
	}
	if fn := card.FindStringSubmatch(lom.child("lifeCycle", "contribute", "entity").Text); fn != nil {
		m.author = strings.TrimSpace(fn[1])
	}
	if _, err := fmt.Sscanf(lom.child("lifeCycle", "version", "string").text(), "%d", &m.version); err != nil || m.version < 1 {
		m.version = 1
	}
}

func (m *manifest) rows(list *element, files map[string][]byte) error {
	var bad error
	list.each("resource", func(e *element) {
		r := &resource{id: e.attr("identifier"), typed: e.attr("type"), href: e.attr("href"), handedIn: e.attr("intendeduse") == "assignment"}
		r.kind = kindOf(r.typed)
		e.each("file", func(f *element) { r.files = append(r.files, f.attr("href")) })
		if r.href == "" && len(r.files) > 0 {
			r.href = r.files[0]
		}
		if bad == nil {
			bad = m.add(r, files)
		}
	})
	return bad
}

// add takes a resource whose files are there.
func (m *manifest) add(r *resource, files map[string][]byte) error {
	at := "resource " + course.Shorten(r.id)
	if r.id == "" || m.resources[r.id] != nil {
		return refuse(at, course.Twice, "or has no identifier")
	}
	named := append([]string{r.href}, r.files...)
	for i, raw := range named {
		if raw == "" && i == 0 {
			continue
		}
		name, ok := local(raw)
		if !ok {
			return refuse(at, course.UnsafePath, course.Shorten(raw))
		}
		if _, ok := files[name]; !ok {
			return refuse(at, course.NoSuchFile, course.Shorten(raw))
		}
		named[i] = name
	}
	r.href, r.files = named[0], named[1:]
	m.resources[r.id] = r
	m.order = append(m.order, r)
	return nil
}

// local gives the file that an address within the package names.
func local(raw string) (name string, ok bool) {
	u, err := url.Parse(raw)
	if err != nil || u.IsAbs() || u.Host != "" || strings.ContainsAny(raw, `\`) {
		return "", false
	}
	name = path.Clean(u.Path)
	return name, name != "." && !strings.HasPrefix(name, "/") && name != ".." && !strings.HasPrefix(name, "../") && !strings.Contains("/"+u.Path+"/", "/../")
}

// kindOf reads types such as imsqti_xmlv1p2/imscc_xmlv1p3/assessment of any version.
func kindOf(typed string) kind {
	for _, k := range []kind{webContent, webLink, topic, assignment} {
		if strings.HasPrefix(typed, string(k)) {
			return k
		}
	}
	switch {
	case strings.HasPrefix(typed, string(associated)):
		return associated
	case strings.HasPrefix(typed, "imsqti") && strings.HasSuffix(typed, string(assessment)):
		return assessment
	}
	return otherKind
}

// entries reads the tree of the organization.
func entries(e *element, depth int) ([]entry, error) {
	if depth > 8 {
		return nil, refuse("organization", course.TooMany, "folders in folders, 8 at most")
	}
	var list []entry
	var bad error
	e.each("item", func(i *element) {
		kids, err := entries(i, depth+1)
		if err != nil {
			bad = err
		}
		list = append(list, entry{i.attr("identifier"), i.child("title").text(), i.attr("identifierref"), kids})
	})
	return list, bad
}
