package course

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

// drawing are the elements of SVG that draw and do nothing else. What is not here, as
// script, foreignObject, image, a, style and the elements of animation, is refused.
var drawing = strings.Fields(`svg g defs symbol use switch title desc metadata path rect circle ellipse line polyline
polygon text tspan textPath linearGradient radialGradient stop clipPath mask pattern marker view
filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

const (
	maxSVGTokens = 200_000
	maxSVGDepth  = 64
)

// checkSVG refuses a drawing that runs something, asks another host, or isn't one.
func checkSVG(body []byte) error {
	in := xml.NewDecoder(bytes.NewReader(body))
	depth, root := 0, false
	for n := 0; ; n++ {
		token, err := in.Token()
		switch {
		case errors.Is(err, io.EOF) && root:
			return nil
		case err != nil:
			return fmt.Errorf("it is no SVG: %w", err)
		case n > maxSVGTokens:
			return errors.New("it has too many elements")
		}
		switch token := token.(type) {
		case xml.Directive: // a document type, which may hold entities
			return errors.New("it has a document type")
		case xml.ProcInst:
			if token.Target != "xml" {
				return errors.New("it has an instruction: " + token.Target)
			}
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if depth == 0 && (root || token.Name.Local != "svg") {
				return errors.New("it is no SVG")
			}
			root = true
			if depth++; depth > maxSVGDepth {
				return errors.New("it is too deep")
			}
			if err := checkElement(token); err != nil {
				return err
			}
		}
	}
}

func checkElement(e xml.StartElement) error {
	if e.Name.Space != svgSpace || !slices.Contains(drawing, e.Name.Local) {
		return errors.New("it has an element that does more than draw: " + e.Name.Local)
	}
	for _, a := range e.Attr {
		if err := checkAttribute(a); err != nil {
			return err
		}
	}
	return nil
}

// checkAttribute lets a drawing point only into itself.
func checkAttribute(a xml.Attr) error {
	name, value := strings.ToLower(a.Name.Local), strings.ToLower(a.Value)
	switch {
	case a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns":
		return nil
	case a.Name.Space != "" && a.Name.Space != xlinkSpace && a.Name.Space != xmlSpace, a.Name.Space == xmlSpace && name == "base":
		return errors.New("it has an attribute that is not of SVG: " + a.Name.Local)
	case strings.HasPrefix(name, "on"):
		return errors.New("it runs something: " + a.Name.Local)
	case name == "href" && !strings.HasPrefix(value, "#"), name == "src":
		return errors.New("it points out of itself: " + a.Value)
	}
	// A backslash would hide the words of a function from us, not from a browser.
	if strings.ContainsRune(value, '\\') || strings.Contains(value, "@import") || strings.Contains(value, "image(") || strings.Contains(value, "image-set(") {
		return errors.New("it points out of itself: " + a.Name.Local)
	}
	for rest := value; ; {
		_, after, ok := strings.Cut(rest, "url(")
		if !ok {
			return nil
		}
		if rest = strings.TrimLeft(after, " \t\r\n'\""); !strings.HasPrefix(rest, "#") {
			return errors.New("it points out of itself: " + a.Name.Local)
		}
	}
}
