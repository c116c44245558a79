package main

import "net/url"

// doors sends the forms that stand on no page of the clinic as it is: somebody is half-way in, or came in a while ago, is at a
// tablet, or has a mail server.
func (w *walk) doors() {
	w.fresh(func(v *visit) {
		for _, f := range []struct {
			role, path string
			form       url.Values
		}{
			{nobody, "/signin/forgotten", url.Values{"email": {"jordan@example.org"}}},
			{nobody, "/signin/code", url.Values{"code": {"000000"}, "next": {"/polls"}}},
			{manager, "/profile/confirm", url.Values{"_password": {"not the password"}, "next": {"/participants.csv"}}},
			{manager, "/kiosk", nil},
			{manager, "/outbox/samples", url.Values{"about": {"survey"}, "of": {"is-the-portal-working-for-you"}, "steps": {"mail 0"}}},
		} {
			r := v.post(f.role, f.path, f.form)
			v.files.write("forms/doors", "==== POST %s\n%d %s\n", f.path, r.status, r.header.Get("Location"))
		}
	})
}
