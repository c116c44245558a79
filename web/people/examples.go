package people

import (
	"net/url"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
	"soundings/web/page"
	"soundings/web/texts"
	uploads "soundings/web/upload"
)

// Examples returns the pages of this room, filled with examples.
func Examples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	return slices.Concat(participantExamples(p, at), importExamples(p, at), cohortExamples(p, at))
}

func participantExamples(p texts.Printer, at func(string) page.Page) []page.Example {
	wrong := at("/participants/new")
	wrong.Form = page.Form{Values: url.Values{"ref": {"P 1"}, "group": {"staff"}, "email": {"nobody"}}, Problems: []page.Problem{{Field: "ref", Text: p.T("error.ref")}, {Field: "email", Text: p.T("error.email")}}}
	saved := at("/participants/P-0001")
	saved.Demo, saved.Flash = true, "Saved."
	saved.Form.Values = url.Values{"name": {"María José de la Concepción Álvarez-Montenegro"}, "group": {"patient"}, "attributes[site]": {"North"}}
	looking := at("/participants/P-0001")
	looking.Staff = &page.Staff{Name: "Sam", Role: p.T("role.viewer")}
	return []page.Example{
		{Name: "empty", View: ParticipantsPage{Page: at("/participants"), Groups: page.ExampleGroups(p, "")}},
		{Name: "none found", View: ParticipantsPage{Page: at("/participants"), Query: "zzz", Groups: page.ExampleGroups(p, "staff")}},
		{Name: "full", View: ParticipantsPage{Page: at("/participants"), Groups: page.ExampleGroups(p, "patient"), Pager: page.Pager{First: "/participants", Next: "/participants?after=P-0002"}, Rows: []participantRow{
			{"P-0001", "/participants/P-0001", "María José de la Concepción Álvarez-Montenegro", p.T("group.patient"), "maria.jose.alvarez-montenegro@example.org", "(555) 010-0101", p.T("language.es")},
			{"P-0002", "/participants/P-0002", "Ann Lee", p.T("group.patient"), "", "", p.T("language.unknown")}}}},
		{Name: "new, wrong", View: ParticipantPage{Page: wrong, New: true, Groups: page.ExampleGroups(p, "")[1:], Speaks: exampleSpeaks(p)}},
		{Name: "one", View: ParticipantPage{Page: saved, Ref: "P-0001", Groups: page.ExampleGroups(p, "patient")[1:], Speaks: exampleSpeaks(p), Attributes: []string{"site"},
			Memberships: []memberRow{{Name: "Secure messaging", Href: "/cohorts/messaging", State: page.Badge{Text: p.T("state.agreed"), Look: "active"}, Since: "March 4, 2027"}},
			Invitations: []invitationRow{
				{What: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}, State: page.Badge{Text: p.T("invitation.completed"), Look: "done"}, Since: "March 9, 2027"},
				{What: page.Link{Text: "How was your visit?", Href: "/surveys/visit"}, State: page.Badge{Text: p.T("invitation.sent"), Look: "waiting"}, Since: "March 9, 2027", Sheet: "/surveys/visit/paper?ref=P-0001", Enter: "/surveys/visit/enter/P-0001?mode=paper", Renew: "/participants/P-0001/links/X"},
			},
			Messages: []messageRow{
				{By: p.T("outbox.by.mail"), About: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}, State: saved.MessageBadge(contact.MessageSkipped), Why: saved.MessageWhy(contact.WhyAnswered), At: "March 9, 2027, 9:05 AM"},
				{By: p.T("outbox.by.mail"), About: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}, State: saved.MessageBadge(contact.MessageSent), At: "March 5, 2027, 9:05 AM"},
			},
			History: page.ExampleHistory()}},
		{Name: "looked at", View: ParticipantPage{Page: looking, Ref: "P-0001", Groups: page.ExampleGroups(p, "patient")[1:], Speaks: exampleSpeaks(p),
			Invitations: []invitationRow{{What: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}, State: page.Badge{Text: p.T("invitation.asked"), Look: "waiting"}, Since: "March 4, 2027"}}}},
	}
}

func importExamples(p texts.Printer, at func(string) page.Page) []page.Example {
	imported := []page.Figure{{Label: p.T("upload.added"), Value: "1,990"}, {Label: p.T("upload.changed"), Value: "8"}, {Label: p.T("upload.unchanged"), Value: "2"}}
	return []page.Example{
		{Name: "start", View: ImportPage{uploads.ListPage{Page: at("/participants/import"), Blank: "/participants/import/template.csv"}}},
		{Name: "letters", View: ImportPage{uploads.ExampleLetters(at("/participants/import"))}},
		{Name: "used", View: ImportPage{uploads.ListPage{Page: at("/participants/import"), Files: []uploads.ListRow{{File: page.Link{Text: "people.csv", Href: "/participants/import/X"}, State: page.Badge{Text: p.T("upload.state.running"), Look: "active"}, Rows: "60,000", At: "March 4, 2027, 9:05 AM"}}}}},
		{Name: "refused", View: exampleImport(at, "waiting", uploads.Report{Bad: "2", Listed: true, Errors: uploads.ErrorTable{Printer: p, Cells: []uploads.ErrorRow{{Rows: "24", Lines: "17, 18, 21, 40, 41, …", Column: "language", Text: p.T("error.oneof", "Choices", "en, es")}, {Rows: "1", Lines: "203", Column: "", Text: p.T("import.width", "Cells", 5, "Columns", 6)}}, More: true}})},
		{Name: "asked", View: exampleAsked(at)},
		{Name: "checked", View: exampleImport(at, "waiting", uploads.Report{Good: true, Figures: imported, Notes: []string{p.T("upload.leaves", "Values", "Email (12), site (3)")},
			Notices: uploads.ErrorTable{Printer: p, Name: p.T("upload.notices"), Cells: []uploads.ErrorRow{{Rows: "2", Lines: "9, 31", Column: "email", Text: p.T("import.mail_shared")}, {Rows: "1", Lines: "40", Column: "ref", Text: p.T("import.ref_near")}}}})},
		{Name: "running", View: exampleImport(at, "running", uploads.Report{})},
		{Name: "kept", View: exampleImport(at, "finished", uploads.Report{Good: true, Figures: imported})},
	}
}

func cohortExamples(p texts.Printer, at func(string) page.Page) []page.Example {
	looking := at("/cohorts/messaging")
	looking.Staff = &page.Staff{Name: "Sam", Role: p.T("role.viewer")}
	return []page.Example{
		{Name: "empty", View: CohortsPage{Page: at("/cohorts")}},
		{Name: "full", View: CohortsPage{Page: at("/cohorts"), Rows: []cohortRow{{"Secure messaging", "/cohorts/messaging", "To learn whether messages reach the nurses faster.", "240", "181", "March 1, 2027"}}}},
		{Name: "empty", View: CohortPage{Page: at("/cohorts/messaging"), ID: "messaging", Name: "Secure messaging", Counts: exampleCounts(p, "0")}},
		{Name: "full", View: exampleCohort(at("/cohorts/messaging"), 12)},
		{Name: "looked at", View: exampleCohort(looking, 0)},
		{Name: "new link", View: lostLinkPage{Page: at("/participants/P-0001/links/X"), Person: page.Link{Text: "P-0001", Href: "/participants/P-0001"}, What: "Is the portal working for you?"}},
		{Name: "new link, made", View: lostLinkPage{Page: at("/participants/P-0001/links/X"), Person: page.Link{Text: "P-0001", Href: "/participants/P-0001"}, What: "Is the portal working for you?", URL: "https://beta.harborstreet.example/s/7K3M-Q9TX-2V8D-HW5E", Code: "7K3M-Q9TX-2V8D-HW5E"}},
		{Name: "consent form", View: exampleConsentForm(at("/cohorts/messaging/paper"))},
		{Name: "joining, closed", View: joiningPage{Page: at("/cohorts/messaging/joining"), Cohort: page.Link{Text: "Secure messaging", Href: "/cohorts/messaging"}, State: p.T("joining.closed"), Groups: page.ExampleGroups(p, "patient")[1:], Places: "50"}},
		{Name: "joining, open", View: exampleJoining(at("/cohorts/messaging/joining"))},
		{Name: "enrolment sheet", View: joinSheetPage{
			Page: at("/cohorts/messaging/joining/Q7F2MK"), Joining: page.Link{Text: p.T("joining.title"), Href: "/cohorts/messaging/joining"}, Sheet: "Dr. Okafor", Address: "beta.example.org/join/messaging?by=Q7F2MK",
			Parts: []sheetPart{{"en", "Ask to take part", "You can ask to take part in “Secure messaging”.", "You agree to nothing on this page.", "Point the camera of your phone at this square."}},
		}},
	}
}

func exampleJoining(frame page.Page) joiningPage {
	p := frame.Printer
	return joiningPage{
		Page: frame, Cohort: page.Link{Text: "Secure messaging", Href: "/cohorts/messaging"}, State: p.T("joining.open", "Taken", 12, "Count", 50), Open: true,
		Address: "https://beta.example.org/join/messaging", Groups: page.ExampleGroups(p, "patient")[1:], Places: "50", Steps: p.T("joining.steps", "Bound", 11),
		Requests: []joinRow{
			{"R1", "María José de la Concepción Álvarez-Montenegro", "maria.jose@example.org · +1 555 010 0177", "March 4, 2027, 9:05 AM", []page.Option{{Text: p.T("joining.new"), Chosen: true}, {Value: "P-0001", Text: p.T("joining.known", "Ref", "P-0001")}}},
			{"R2", "Ann Lee", "+1 555 010 0134", "March 4, 2027, 9:07 AM", []page.Option{{Text: p.T("joining.new"), Chosen: true}}},
		},
		Sheets: []sheetRow{
			{page.Link{Text: "Dr. Okafor", Href: "/cohorts/messaging/joining/Q7F2MK"}, p.T("joining.least", "Least", 22), p.T("joining.least", "Least", 11)},
			{page.Link{Text: "North side", Href: "/cohorts/messaging/joining/AB12CD"}, p.T("joining.few", "Bound", 11), p.T("joining.few", "Bound", 11)},
		},
	}
}

func exampleSpeaks(p texts.Printer) []page.Option {
	return append([]page.Option{{Value: "", Text: p.T("language.unknown"), Chosen: true}}, page.Page{Printer: p}.Offered()...)
}

func exampleCounts(p texts.Printer, n string) []stateCount {
	all := []stateCount{{page.Badge{Text: p.T("list.all"), Look: ""}, n, "/cohorts/messaging", true}}
	for _, s := range [][2]string{{"selected", "waiting"}, {"invited", "waiting"}, {"agreed", "active"}, {"graduated", "done"}, {"declined", "stopped"}, {"withdrawn", "stopped"}} {
		all = append(all, stateCount{page.Badge{Text: p.T("state." + s[0]), Look: s[1]}, n, "/cohorts/messaging?state=" + s[0], false})
	}
	return all
}

func exampleCohort(frame page.Page, toInvite int) CohortPage {
	p := frame.Printer
	return CohortPage{
		Page: frame, ID: "messaging", Name: "Secure messaging", Purpose: "To learn whether messages reach the nurses faster.", Capacity: "250", Room: "10",
		Counts: exampleCounts(p, "40"), ToInvite: toInvite, Waiting: 47, Months: p.T("cohorts.for_months", "Count", 6), Began: "2027-01-04", Lacks: []string{p.T("words.missing", "Text", "Secure messaging", "Language", p.T("language.es"))},
		Assents: []page.Option{{Value: "yes", Text: p.T("assent.yes")}, {Value: "young", Text: p.T("assent.young")}}, Pager: page.Pager{First: "", Next: "/cohorts/messaging?after=P-0002"},
		Members: []memberRow{
			{"P-0001", "María José de la Concepción Álvarez-Montenegro", "/participants/P-0001", p.T("group.patient"), page.Badge{Text: p.T("state.invited"), Look: "waiting"}, "March 4, 2027", true, "/cohorts/messaging/members/P-0001", []page.Option{{Value: "agreed", Text: p.T("state.agreed"), Chosen: false}, {Value: "declined", Text: p.T("state.declined"), Chosen: false}}},
			{"P-0002", "Ann Lee", "/participants/P-0002", p.T("group.patient"), page.Badge{Text: p.T("state.declined"), Look: "stopped"}, "March 4, 2027", false, "/cohorts/messaging/members/P-0002", nil},
		},
	}
}

func exampleImport(at func(string) page.Page, state string, r uploads.Report) ImportedPage {
	frame := at("/participants/import/X")
	v := uploads.ExampleFile(frame, state, r)
	v.File = "patients of the north side, as of March.csv"
	v.Columns = uploads.Columns([]string{"Patient ID", "Año de nacimiento"}, []upload.Row{{Cells: []string{"P-0001", "1950-02-01"}}, {Cells: []string{"P-0002", "1961-11-30"}}})
	for i := range v.Columns {
		offerPlaces(&v.Columns[i], frame, i, upload.Mapping{"Patient ID": "ref", "Año de nacimiento": "born"})
	}
	importWords(&v)
	view := ImportedPage{FilePage: v, Groups: frame.GroupOptions(cohorts.Patient)}
	return view
}

// exampleAsked is the page of a file that leaves open how it is read.
func exampleAsked(at func(string) page.Page) ImportedPage {
	frame := at("/participants/import/X")
	v := exampleImport(at, "waiting", uploads.Report{Bad: "24", Listed: true, Errors: uploads.ErrorTable{Printer: frame.Printer, Name: frame.T("upload.errors"), Cells: []uploads.ErrorRow{
		{Rows: "24", Lines: "2, 3, 4, 5, 6, …", Column: "group", Text: frame.T("error.oneof", "Choices", "patient, staff")},
	}}})
	v.Dates, v.More, v.Erase = uploads.DateOptions(frame, ""), "43", true
	v.Words = []FileWord{v.fileWord(cohorts.FileWord{Column: "group", Word: "Socio"}), v.fileWord(cohorts.FileWord{Column: "language", Word: "Both"})}
	return v
}
