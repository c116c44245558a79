package clinic

import (
	"html/template"
	"net/url"

	"soundings/cohorts"
	"soundings/web/page"
	"soundings/web/texts"
)

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	outside := page.ExamplePage(p, "/signin")
	outside.Form = page.Form{Values: url.Values{"email": {"jordan@example.org"}}, Problems: []page.Problem{{Field: "email", Text: p.T("signin.refused")}}}
	return []page.Example{
		{Name: "wrong", View: SignInPage{Page: outside, Next: "/cohorts"}},
		{Name: "by", View: SignInPage{Page: awayProvider(p, page.ExamplePage(p, "/signin")), Next: "/", By: page.Link{Text: p.T("signin.by", "Name", "Harbor Street"), Href: "/signin/provider?next=%2F"}}},
		{Name: "slow", View: SignInPage{Page: slowed(p, page.ExamplePage(p, "/signin")), Next: "/", Ticket: "T", Sends: true}},
		{Name: "slow_no_mail", View: SignInPage{Page: slowed(p, page.ExamplePage(p, "/signin")), Next: "/", Ticket: "T"}},
		{Name: "wrong", View: ForgottenPage{Page: wrongAddress(p, page.ExamplePage(p, "/signin/forgotten")), Sends: true}},
		{Name: "asked", View: ForgottenPage{Page: page.ExamplePage(p, "/signin/forgotten"), Sends: true, Asked: true}},
		{Name: "empty", View: ForgottenPage{Page: page.ExamplePage(p, "/signin/forgotten")}},
		{Name: "first", View: SetUpPage{Page: page.Page{Printer: p, Path: "/setup", Languages: outside.Languages}, Token: "T", First: true}},
		{Name: "member", View: SetUpPage{Page: page.ExamplePage(p, "/setup"), Token: "T", Email: "sam@example.org"}},
		{Name: "known", View: SetUpPage{Page: page.ExamplePage(p, "/setup"), Token: "T", Email: "sam@example.org", Known: true}},
		{Name: "full", View: exampleProfile(p, at("/profile"))},
		{Name: "wrong", View: CodePage{Page: wrongCode(p, page.ExamplePage(p, "/signin/code")), Next: "/"}},
		{Name: "empty", View: SecondPage{Page: at("/profile/second"), Must: true}},
		{Name: "begun", View: exampleSecond(p, at("/profile/second"))},
		{Name: "on", View: SecondPage{Page: at("/profile/second"), On: true, Left: 9}},
		{Name: "codes", View: SecondPage{Page: at("/profile/second"), On: true, Codes: []string{"7k3mq-9tx2v", "8dhw5-e0f1g"}}},
		{Name: "wrong", View: exampleConfirm(p, at("/settings/staff"))},
		{Name: "by", View: ConfirmPage{Page: at("/settings/staff"), Provider: "https://login.example/authorize", By: p.T("signin.by", "Name", "Harbor Street")}},
		{Name: "one", View: ProvedPage{at("/signin/provider/callback"), "/settings/staff", []sentField{{"email", "sam@example.org"}, {"role", "viewer"}}}},
		{Name: "by", View: ProfilePage{Page: at("/profile"), Email: "jordan@example.org", By: p.T("profile.by_default")}},
		{Name: "settings", View: exampleSettings(p, at("/settings"))},
		{Name: "full", View: exampleWebhooks(p, at("/settings/webhooks"))},
		{Name: "wrong", View: wrongWebhook(p, at("/settings/webhooks"))},
		{Name: "empty", View: webhooksPage{Page: at("/settings/webhooks"), Silent: true, Types: typeOptions(page.Page{Printer: p})}},
		{Name: "full", View: exampleWebhook(p, at("/settings/webhooks/W1"))},
		{Name: "new", View: newWebhook(p, at("/settings/webhooks/W1"))},
		{Name: "one", View: AuditPage{Page: at("/audit"), Query: "cohort", Pager: page.Pager{First: "", Next: "/audit?after=9"}, Rows: []auditRow{{"March 4, 2027, 3:05 PM", "Jordan Reyes", p.T("act.cohort.save"), page.Link{Text: "messaging", Href: "/cohorts/messaging"}, "", ""}, {"March 4, 2027, 3:01 PM", "Soundings", p.T("act.survey.closed"), page.Link{}, "", ""}, {"March 4, 2027, 2:58 PM", p.T("actor.stranger"), p.T("act.session.refused"), page.Link{Text: "Jordan Reyes", Href: "/settings#team"}, "203.0.113.7", ""}, {"March 4, 2027, 2:50 PM", "Jordan Reyes", p.T("act.export.people"), page.Link{}, "203.0.113.7", "412"}}}},
		{Name: "empty", View: AuditPage{Page: at("/audit")}},
	}
}

func exampleProfile(p texts.Printer, frame page.Page) ProfilePage {
	frame.Form.Problems = []page.Problem{{Field: "current", Text: p.T("profile.password_wrong")}}
	return ProfilePage{Page: frame, Email: "jordan@example.org", Sessions: []sessionRow{
		{"S1", "Firefox, Windows", "March 4, 2027, 3:05 PM", true}, {"S2", p.T("profile.device_unknown"), "March 4, 2027, 8:41 AM", false}}}
}

func wrongCode(p texts.Printer, frame page.Page) page.Page {
	frame.Form.Problems = []page.Problem{{Field: "code", Text: p.T("second.wrong")}}
	return frame
}

func wrongAddress(p texts.Printer, frame page.Page) page.Page {
	frame.Form = page.Form{Values: url.Values{"email": {"jordan"}}, Problems: []page.Problem{{Field: "email", Text: p.T("error.email")}}}
	return frame
}

func slowed(p texts.Printer, frame page.Page) page.Page {
	frame.Form = page.Form{Values: url.Values{"email": {"jordan@example.org"}}, Problems: []page.Problem{{Field: "email", Text: p.T("slow.seconds", "Count", 30)}}}
	return frame
}

func awayProvider(p texts.Printer, frame page.Page) page.Page {
	frame.Form.Problems = []page.Problem{{Text: p.T("sso.away")}}
	return frame
}

func exampleSecond(p texts.Printer, frame page.Page) SecondPage {
	picture, err := page.QRPicture("otpauth://totp/Soundings", p.T("second.qr"))
	if err != nil {
		picture = template.HTML("")
	}
	return SecondPage{Page: wrongCode(p, frame), Secret: "7K3M Q9TX 2V8D HW5E", QR: picture}
}

func exampleConfirm(p texts.Printer, frame page.Page) ConfirmPage {
	frame.Form.Problems = []page.Problem{{Field: "_password", Text: p.T("profile.password_wrong")}}
	return ConfirmPage{Page: frame, Action: "/settings/staff", Sent: []sentField{{"email", "sam@example.org"}, {"role", "viewer"}}}
}

func exampleSettings(p texts.Printer, frame page.Page) SettingsPage {
	frame.Form.Values = url.Values{"clinic.name": {"Harbor Street Family Clinic"}, "clinic.phone": {"(555) 010-0134"}, "clinic.languages": {"en", "es"}}
	v := SettingsPage{
		Page: frame, Bounds: boundFields(frame), TimeZone: "America/New_York", NewKey: "snd_0123456789ABCDEFGHJKMNPQRSTVWXYZ", NewLink: "https://beta.harborstreet.example/setup?token=7K3MQ9TX2V8DHW5E",
		Keys:     []keyRow{{"Portal events", p.T("role.portal"), "March 1, 2027", "/settings/keys/K1"}},
		Team:     []teamRow{{"Jordan Reyes", "jordan@example.org", nil, p.T("role.manager"), "", true, ""}, {"", "sam@example.org", []page.Option{{Value: "viewer", Text: p.T("role.viewer"), Chosen: true}}, "", "", false, "/settings/staff/S1"}},
		Roles:    []page.Option{{Value: "member", Text: p.T("role.member"), Chosen: false}, {Value: "viewer", Text: p.T("role.viewer"), Chosen: true}},
		KeyRoles: []page.Option{{Value: "portal", Text: p.T("role.portal"), Chosen: true}},
	}
	v.Unsigned, v.Proxy = signedHeaders, proxyNote(frame, Proxy{Address: "127.0.0.1"})
	for _, part := range cohorts.ConsentParts() {
		id := "consent." + part.Name
		words := p.T(id+".text", "Clinic", "Harbor Street Family Clinic", "Phone", "(555) 010-0134")
		v.Consent = append(v.Consent, consentField{p.T(id + ".heading"), []consentWords{
			{"en", "English", "consent.en." + part.Name, words}, {"es", "Español", "consent.es." + part.Name, words}}})
	}
	return v
}
