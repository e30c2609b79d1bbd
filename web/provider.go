package web

import "net/http"

// Provide hands all calls of one path to a handler for machines of others, such
// as those that tell of money: without session, cookies, form checks or the
// rate of people, since each call proves by itself who makes it. Bodies are
// bounded by DefaultBody. The route is listed with Access Provider.
func (s *Server) Provide(path string, h http.Handler) {
	s.routes = append(s.routes, Route{Method: http.MethodPost, Pattern: path, Access: Provider})
	s.mux.Handle(path, http.MaxBytesHandler(h, DefaultBody))
}
