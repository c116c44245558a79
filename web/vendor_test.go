package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/plan"
	"soundings/web/auth"
)

// vendorCard is a card as its form is filled in.
func vendorCard() url.Values {
	return one("name", "Portal Works", "hours", "8 to 5", "tickets", "https://tickets.example.net/{ticket}", "people[0].name", "Kim Ellis", "people[0].phone", "555 0177, ext. 4", "people[0].email", "kim@example.net",
		"contract.ends", "2027-12-31", "contract.notice_days", "90", "contract.text", "Two years.\n<b>Photos</b> cost extra.")
}

// The vendor's card is read by everybody on the team and written by those who may write; what is wrong stands in the form.
func TestTheVendorsCard(t *testing.T) {
	k := newClinic(t)
	member, viewer := k.as(t, auth.Member), k.as(t, auth.Viewer)
	member.get("/team").leadsOn("/vendor")
	member.get("/vendor").is(200).says("Write down who makes your portal", "No release is written down yet").leadsOn("/vendor/edit")
	form := member.get("/vendor/edit").is(200).says("Person 1", "Person 2").hides("Person 3")
	form.fill("/vendor/edit", vendorCard()).leads("/vendor").says("The card is saved.", "Portal Works", "8 to 5", "Kim Ellis", "555 0177, ext. 4", "December 31, 2027", "October 2, 2027", "<b>Photos</b> cost extra.").holds(`href="mailto:kim@example.net"`).lacks(`href="https://tickets.example.net/{ticket}"`)
	viewer.get("/vendor").is(200).says("Portal Works", "Kim Ellis").leadsNowhere("/vendor/edit", "/charter#")
	viewer.get("/vendor/edit").is(403)

	wrong := one("name", " ", "tickets", "http://tickets.example.net", "people[1].phone", "555", "people[2].email", "x", "contract.ends", "soon", "contract.notice_days", "many")
	member.get("/vendor/edit").says("Person 3").holds(`value="Kim Ellis"`).fill("/vendor/edit", wrong).is(422).
		says("This is required.", "Write a web address that begins with https://", "Enter a date like 2027-03-31.").holds(`value="many"`, `value="soon"`, `id="e-people[1].name"`, `id="e-people[2].name"`, `id="e-people[2].email"`).hides("⟦")
	viewer.get("/vendor").says("Portal Works")

	late := member.get("/vendor/edit")
	ana := k.as(t, auth.Manager)
	ana.get("/vendor/edit").fill("/vendor/edit", one("hours", "9 to 6")).leads("/vendor").says("9 to 6")
	both := late.fill("/vendor/edit", one("hours", "10 to 4")).is(409).says("Someone else changed the card", "9 to 6", "555 0177, ext. 4").holds(`value="10 to 4"`)
	viewer.get("/vendor").says("9 to 6")
	both.fill("/vendor/edit", nil).leads("/vendor").says("10 to 4")
}

// released has a clinic of thirty members with a release of a month and a half ago, which was to mend two bumps, of which one is; the
// page of the release.
func (k *house) released(t *testing.T) (release string) {
	t.Helper()
	k.clock.Set(time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC))
	k.features(t, "labs", "visits")
	k.wave(t, "Spring", 5)
	for _, text := range []string{"No times", "No sounds"} {
		k.bump(t, `{"ref": "P-001", "feature": "labs", "text": "`+text+`"}`)
	}
	kept := k.entry(t, plan.Entry{Kind: plan.Release, Title: "Autumn", Text: "Brings times.", Date: aDay("2027-01-15"), Touches: []string{"labs", "visits"}, Mends: []string{"B-1", "B-2"}})
	return "/vendor/releases/" + strings.TrimPrefix(kept, "/charter/")
}

// A release's page tells its promises with how each stands, and what was different after it; those who may not read what people
// said read only what was made public.
func TestAReleasesPage(t *testing.T) {
	k := newClinic(t)
	path := k.released(t)
	member, viewer := k.as(t, auth.Member), k.as(t, auth.Viewer)
	member.post("/board/B-1", one("title", "Times are missing", "severity", "minor", "feature", "labs", "public.en", "Times do not show")).leads("/board/B-1")
	member.get("/vendor").is(200).says("Autumn January 15, 2027 The labs, The visits 0 of 2").leadsOn(path)
	member.get(path).is(200).says("Autumn", "Brings times.", "B-1 Times are missing Not yet", "B-2 Not yet", "The labs 0 – 0 –", "Members of “Spring”.", "No score of a survey was shown").leadsOn("/board/B-1", "/charter/"+strings.TrimPrefix(path, "/vendor/releases/"))
	viewer.get(path).is(200).says("B-1 Times do not show Not yet").hides("Times are missing").leadsNowhere("/board", "/charter/")
	line := strings.Replace(path, "/vendor/releases/", "/charter/", 1)
	member.get("/charter").leadsOn(line)
	member.get(line).says("What came of this release").leadsOn(path)

	member.post("/board/B-1/decide", one("adaptation.kind", "vendor", "adaptation.title", "Mend it", "adaptation.owner", "Ana", "adaptation.due", "2027-03-02")).is(303)
	member.post("/board/B-1/move", one("state", "done")).is(303)
	member.get(path).says("B-1 Times are missing Fixed", "B-2 Not yet")
	member.get("/vendor").says("1 of 2")

	soon := k.entry(t, plan.Entry{Kind: plan.Release, Title: "Spring", Date: aDay("2027-02-25"), Touches: []string{"labs"}})
	member.get(strings.Replace(soon, "/charter/", "/vendor/releases/", 1)).says("The 28 days after the release are not over yet. Their figures are shown on March 25, 2027.", "The vendor promised to fix no bump with it.")
	ahead := k.entry(t, plan.Entry{Kind: plan.Release, Title: "Summer", Date: aDay("2027-06-01")})
	member.get(strings.Replace(ahead, "/charter/", "/vendor/releases/", 1)).says("The release is still ahead. The figures of the 28 days before are shown on June 1, 2027, those after on June 29, 2027.", "It is not written down which features it changes.")
	member.get("/vendor/releases/none").is(404)
	member.get(path + "?cohort=none").is(404)
}

// A bump's card has the vendor's ticket, which leads to it, and the releases that are to mend it.
func TestTheVendorOnACard(t *testing.T) {
	k := newClinic(t)
	path := k.released(t)
	member := k.as(t, auth.Member)
	member.post("/board/B-1", one("severity", "minor", "feature", "labs", "vendor", "PW 17/4")).leads("/board/B-1").says("Ticket of the vendor PW 17/4", "Promised with Autumn, January 15, 2027").leadsOn(path).leadsNowhere("https://tickets")
	member.get("/vendor/edit").fill("/vendor/edit", vendorCard()).leads("/vendor")
	member.get("/board/B-1").holds(`href="https://tickets.example.net/PW%2017%2F4"`)
	member.post("/board/B-1", one("severity", "minor", "feature", "labs", "vendor", "javascript:alert(1)")).leads("/board/B-1").lacks(`href="javascript`)
}

// Today has the contract in good time, until it is renewed, and each release that has not mended what it was to mend.
func TestTheVendorToday(t *testing.T) {
	k := newClinic(t)
	path := k.released(t)
	viewer, member := k.as(t, auth.Viewer), k.as(t, auth.Member)
	contract := func(ends string, notice int) {
		t.Helper()
		if _, err := k.Plans.SaveVendor(t.Context(), plan.Vendor{Name: "Portal Works", Contract: plan.Contract{Ends: aDay(ends), Notice: notice}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		ends   string
		notice int
		says   string
	}{
		{"2027-07-31", 90, ""},
		{"2027-07-29", 90, "Decide about the contract with Portal Works by April 30, 2027 That is the last day for notice. The contract ends on July 29, 2027."},
		{"2027-05-15", 90, "The contract with Portal Works ends on May 15, 2027"},
		{"2027-04-30", 0, "The contract with Portal Works ends on April 30, 2027"},
		{"2027-05-01", 0, ""},
		{"2027-02-28", 30, "The contract with Portal Works ended on February 28, 2027"},
	} {
		contract(test.ends, test.notice)
		if test.says == "" {
			viewer.get("/").is(200).hides("contract with")
		} else {
			viewer.get("/").is(200).says(test.says).leadsOn("/vendor")
		}
	}
	viewer.get("/").says("Autumn has not fixed all that was promised", "It came out on January 15, 2027. Still open: B-1, B-2.").leadsOn(path)
	member.post("/board/B-1/move", one("state", "not_planned", "reason", "Too rare")).is(303)
	viewer.get("/").says("B-2 is still open.")
	member.post("/board/B-2/move", one("state", "not_planned", "reason", "Too rare")).is(303)
	viewer.get("/").hides("has not fixed")
}

// A program does with the vendor what its pages do.
func TestTheVendorByAPI(t *testing.T) {
	k := newClinic(t)
	release := "/vendor/releases/" + strings.TrimPrefix(k.released(t), "/vendor/releases/")
	key, reads := k.key(t, auth.Member), k.key(t, auth.Viewer)
	for _, c := range []struct {
		key, method, path, body string
		status                  int
		member, want            string
	}{
		{reads, "GET", "/vendor", "", 200, "people", "[]"},
		{reads, "PUT", "/vendor", `{"name": "Other"}`, 403, "status", "403"},
		{key, "PUT", "/vendor", `{"name": " Portal  Works ", "people": [{"name": "Kim", "role": "", "phone": "", "email": ""}], "tickets": "https://x.example.net", "contract": {"ends": "2027-12-31", "notice_days": 90}}`, 200, "notice_by", "2027-10-02"},
		{reads, "GET", "/vendor", "", 200, "people", "[map[email: name:Kim phone: role:]]"},
		{key, "PUT", "/vendor", `{"name": "Portal Works", "version": 7}`, 409, "status", "409"},
		{key, "PUT", "/vendor", `{"name": "", "tickets": "x", "contract": {"ends": "soon", "notice_days": -1}}`, 422, "fields", "[map[message:Enter a date like 2027-03-31. name:contract.ends] map[message:This is required. name:name] map[message:Use 0 or more. name:contract.notice_days] map[message:Write a web address that begins with https://, such as https://tickets.example.org/{ticket}. name:tickets]]"},
		{key, "PUT", "/vendor", `{"name": "Portal Works", "releases": []}`, 422, "fields", "[map[message:There is no such field. name:releases]]"},
		{reads, "GET", "/vendor", "", 200, "version", "1"},
		{reads, "GET", release, "", 200, "promises", "[map[bump:B-1 mended:false now:B-1 state:new] map[bump:B-2 mended:false now:B-2 state:new]]"},
		{reads, "GET", release, "", 200, "after", "map[from:2027-01-15 over:true to:2027-02-11]"},
		{reads, "GET", release + "?cohort=none", "", 404, "status", "404"},
		{reads, "GET", "/vendor/releases/none", "", 404, "status", "404"},
	} {
		code, got := k.api(t, c.key, c.method, c.path, c.body)
		if code != c.status || fmt.Sprint(got[c.member]) != c.want {
			t.Errorf("%s %s %s: %d, %s is %v, not %d and %s", c.method, c.path, c.body, code, c.member, got[c.member], c.status, c.want)
		}
	}
}
