package aid

import (
	"agora/fault"
	"agora/web"
)

// sent does what a form asks for and leads on to where do says, with a word. A form with a
// fault is not acted on. What a person can mend is shown again, with what was typed.
func sent(r *web.Request, say string, do func(*web.Form) (to string, err error), again func(form *web.Form, status int) error) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	to := ""
	if err == nil {
		to, err = do(form)
	}
	if err == nil {
		return r.Done(nil, say, to)
	}
	if !refused(form, err) {
		return err
	}
	return again(form, fault.Status(err))
}

// refused reports whether a person can mend what is wrong, and notes it in the form.
func refused(form *web.Form, err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.TooMany, fault.TooLarge, fault.Forbidden:
	default:
		return false
	}
	if form.Err() == nil {
		for _, e := range fault.List(err) {
			field := e.Field
			if field == "title" || field == "about" {
				field += ".en"
			}
			form.Add(field, e.Key, e.Args...)
		}
	}
	return true
}
