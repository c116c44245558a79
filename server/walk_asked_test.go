package main

import "net/url"

// letters has a letter and a text message taken, one of each wait, and a call.
func (v *visit) letters() {
	v.t.Helper()
	for _, ref := range []string{"S-9001", "S-9002"} {
		v.must("PUT", "/participants/"+ref, `{"group": "staff", "name": "Wren Walker", "language": "en", "phone": "615-555-0134",
			"address": {"street": "1 Elm Road", "city": "Salem", "region": "OR", "postcode": "97301"}}`, nil)
	}
	for _, way := range []string{"letter", "text", "phone"} {
		id := "walk-by-" + way
		v.must("POST", "/surveys", walkSurvey("Walk by "+way), nil)
		v.must("POST", "/surveys/"+id+"/publish", "", nil)
		for _, ref := range []string{"S-9001", "S-9002"} {
			v.must("POST", "/surveys/"+id+"/invitations", `{"refs": ["`+ref+`"], "protocol": [{"after_days": 0, "by": "`+way+`"}]}`, nil)
			if _, err := v.server.app.Outbox.Take(v.t.Context()); err != nil {
				v.t.Fatal(err)
			}
			if ref == "S-9001" && way != "phone" {
				v.must("POST", "/outbox/batches", `{"by": "`+way+`"}`, nil)
			}
		}
	}
}

// joins has two people ask to take part in a cohort, one of them by a sheet.
func (v *visit) joins(at, page string) {
	v.post(manager, at, url.Values{"_action": {"open"}, "group": {"patient"}, "places": {"9"}})
	v.post(manager, at, url.Values{"_action": {"sheet"}, "sheet": {"Dr. Okafor"}})
	v.get(manager, at, "en") // as a browser does, so that the page there says what was done
	for _, name := range []string{"Rosa Vega", "Luis Vega"} {
		v.post(nobody, page, url.Values{"name": {name}, "email": {"vega@example.org"}, "language": {"es"}})
	}
	v.links["join"] = page
}
