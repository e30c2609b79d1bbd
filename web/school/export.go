package school

import (
	"net/http"

	"agora/academy"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// exportRoutes are the ways by which a course leaves the node.
func (s *School) exportRoutes() []web.Route {
	page := deskURL + "/{course}/export/{version}"
	return []web.Route{
		{Method: "GET", Pattern: page, Access: web.Teacher, Handle: s.export},
		{Method: "GET", Pattern: page + "/{format}", Access: web.Teacher, Handle: s.exported},
	}
}

// exportURL is where a version of a course is taken out.
func exportURL(e academy.Edition) string {
	return deskCourseURL(e.Slug) + "/export/" + number(e.Version)
}

type exportView struct {
	title, version string
	course         ui.Link
	ways           []exportWay
}

// exportWay is one format, and its files: of a cartridge one for each language.
type exportWay struct {
	words string
	files []ui.Link
}

// edition finds the version of the path.
func (s *School) edition(r *web.Request) (c academy.Course, e academy.Edition, err error) {
	version, err := r.PathID("version")
	if err != nil {
		return c, e, err
	}
	if c, err = s.taught(r); err != nil {
		return c, e, err
	}
	e, err = s.Academy.Edition(r.R.Context(), c.ID, version)
	return c, e, err
}

// export offers a version of a course in each format.
func (s *School) export(r *web.Request) error {
	_, e, err := s.edition(r)
	if err != nil {
		return err
	}
	v := exportView{title: r.T("desk.export"), version: "v" + number(e.Version), course: tongueOf(r, e).say(e.Title)}
	for _, f := range []academy.Format{academy.Native, academy.Cartridge, academy.Stick} {
		way := exportWay{words: r.T("academy.format_" + string(f))}
		url := exportURL(e) + "/" + string(f)
		if f == academy.Cartridge && len(e.Languages) > 1 {
			for i, name := range r.LanguageNames(e.Languages) {
				way.files = append(way.files, ui.Link{URL: url + "?lang=" + e.Languages[i], Text: name})
			}
		} else {
			way.files = []ui.Link{{URL: url, Text: r.T("hall.replay_files")}}
		}
		v.ways = append(v.ways, way)
	}
	f := r.Frame(v.title)
	f.Place, f.Private = "academy", true
	return r.Page(http.StatusOK, f, exportPage(v))
}

// exported gives a version of a course as a file.
func (s *School) exported(r *web.Request) error {
	c, e, err := s.edition(r)
	if err != nil {
		return err
	}
	form, lang := academy.Format(r.Path("format")), r.R.URL.Query().Get("lang")
	end := map[academy.Format]string{academy.Native: ".zip", academy.Cartridge: ".imscc", academy.Stick: "-stick.zip"}[form]
	if end == "" {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	file, err := s.Academy.Export(r.R.Context(), r.Actor, c.ID, e.Version, form, lang, r.Speaks)
	if err != nil {
		return err
	}
	defer file.Close()
	r.W = web.Patient(r.W)
	return r.Private(file, "application/zip", e.Slug+"-v"+number(e.Version)+end)
}
