package cartridge

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
)

// Types of resources of version 1.3.
const (
	assessmentType = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"
	manifestSpace  = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
	lomSpace       = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
)

type manifestXML struct {
	XMLName  xml.Name      `xml:"manifest"`
	ID       string        `xml:"identifier,attr"`
	Space    string        `xml:"xmlns,attr"`
	LOM      string        `xml:"xmlns:lomimscc,attr"`
	Instance string        `xml:"xmlns:xsi,attr"`
	Schemas  string        `xml:"xsi:schemaLocation,attr"`
	Schema   string        `xml:"metadata>schema"`
	Version  string        `xml:"metadata>schemaversion"`
	About    lomXML        `xml:"metadata>lomimscc:lom"`
	Tree     treeXML       `xml:"organizations>organization"`
	Rows     []resourceXML `xml:"resources>resource"`
}

type lomXML struct {
	Title       textXML   `xml:"lomimscc:general>lomimscc:title>lomimscc:string"`
	Language    string    `xml:"lomimscc:general>lomimscc:language"`
	Description *textXML  `xml:"lomimscc:general>lomimscc:description>lomimscc:string"`
	Edition     textXML   `xml:"lomimscc:lifeCycle>lomimscc:version>lomimscc:string"`
	Authors     []roleXML `xml:"lomimscc:lifeCycle>lomimscc:contribute"`
	Restricted  *string   `xml:"lomimscc:rights>lomimscc:copyrightAndOtherRestrictions>lomimscc:value"`
	Rights      *textXML  `xml:"lomimscc:rights>lomimscc:description>lomimscc:string"`
}

type roleXML struct {
	Role   string `xml:"lomimscc:role>lomimscc:value"`
	Entity string `xml:"lomimscc:entity"`
}

type textXML struct {
	Language string `xml:"language,attr"`
	Text     string `xml:",chardata"`
}

type treeXML struct {
	ID        string  `xml:"identifier,attr"`
	Structure string  `xml:"structure,attr"`
	Root      itemXML `xml:"item"`
}

type itemXML struct {
	ID    string    `xml:"identifier,attr"`
	Ref   string    `xml:"identifierref,attr,omitempty"`
	Title string    `xml:"title,omitempty"`
	Items []itemXML `xml:"item"`
}

type resourceXML struct {
	ID    string    `xml:"identifier,attr"`
	Type  string    `xml:"type,attr"`
	Href  string    `xml:"href,attr,omitempty"`
	Use   string    `xml:"intendeduse,attr,omitempty"`
	Files []fileXML `xml:"file"`
}

type fileXML struct {
	Href string `xml:"href,attr"`
}

// manifest writes imsmanifest.xml.
func (w *writer) manifest() []byte {
	text := func(s string) textXML { return textXML{w.lang, s} }
	m := manifestXML{ID: coursePrefix + w.c.ID, Space: manifestSpace, LOM: lomSpace, Instance: "http://www.w3.org/2001/XMLSchema-instance",
		Schemas: manifestSpace + " http://www.imsglobal.org/profile/cc/ccv1p3/ccv1p3_imscp_v1p2_v1p0.xsd " +
			lomSpace + " http://www.imsglobal.org/profile/cc/ccv1p3/LOM/ccv1p3_lommanifest_v1p0.xsd",
		Schema: "IMS Common Cartridge", Version: "1.3.0",
		About: lomXML{Title: text(w.say(w.c.Title)), Language: w.lang, Edition: text(fmt.Sprint(w.c.Version))},
		Tree:  treeXML{ID: "organization", Structure: "rooted-hierarchy", Root: itemXML{ID: "root", Items: w.tree}},
		Rows:  w.list,
	}
	if about := w.say(w.c.About); about != "" {
		t := text(about)
		m.About.Description = &t
	}
	if w.c.Author != "" {
		m.About.Authors = []roleXML{{"author", "BEGIN:VCARD\nVERSION:3.0\nFN:" + w.c.Author + "\nEND:VCARD"}}
	}
	if rights := strings.TrimSpace(w.c.Licence + " " + w.c.Source); rights != "" {
		t, yes := text(rights), "yes"
		m.About.Rights, m.About.Restricted = &t, &yes
	}
	return document(m)
}

// document is an XML file of a value of ours, which always can be written.
func document(v any) []byte {
	body, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err)
	}
	return append([]byte(xml.Header), append(body, '\n')...)
}

// href is the address of a file in the package.
func href(name string) string { return (&url.URL{Path: name}).EscapedPath() }
