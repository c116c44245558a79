package clinic

import (
	"net/url"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
	"soundings/web/texts"
)

const exampleAddress = "https://tickets.example.org/soundings"

func exampleWebhooks(p texts.Printer, frame page.Page) webhooksPage {
	frame.Form.Values = url.Values{"types": base.NoticeTypes()}
	concern, held := p.T("webhook.type."+base.BumpConcern), p.T("webhook.type."+base.RolloutHeld)
	return webhooksPage{Page: frame, Types: typeOptions(frame), Rows: []webhookRow{
		{page.Link{Text: "tickets.example.org", Href: "/settings/webhooks/W1"}, concern + " · " + held, page.Badge{Text: p.T("webhooks.works"), Look: "active"}},
		{page.Link{Text: "chat.example.org", Href: "/settings/webhooks/W2"}, concern, page.Badge{Text: p.T("webhooks.fails"), Look: "waiting"}},
		{page.Link{Text: "old.example.org:8443", Href: "/settings/webhooks/W3"}, held, page.Badge{Text: p.T("webhooks.gone"), Look: "stopped"}},
	}}
}

func wrongWebhook(p texts.Printer, frame page.Page) webhooksPage {
	frame.Form = page.Form{Values: url.Values{"url": {"https://10.0.0.7/"}}, Problems: []page.Problem{
		{Field: "url", Text: p.T("webhook.url_private")}, {Field: "types", Text: p.T("error.required")},
	}}
	return webhooksPage{Page: frame, Types: typeOptions(frame)}
}

func exampleWebhook(p texts.Printer, frame page.Page) webhookPage {
	frame.Form.Values = url.Values{"url": {exampleAddress}, "types": {base.BumpConcern, base.RolloutHeld}, "on": {"yes"}}
	v := webhookPage{
		Page: frame, Host: "tickets.example.org", State: page.Badge{Text: p.T("webhooks.fails"), Look: "waiting"}, Types: typeOptions(frame),
		Failing: p.T("webhooks.failing", "Since", "March 2, 2027, 8:41 AM", "Next", "March 4, 2027, 5:05 PM", "Count", 17), Lost: p.T("webhooks.lost", "Count", 2), Former: "March 5, 2027, 9:00 AM",
	}
	row := func(kind string, state contact.MessageState, why, tries string) {
		v.Rows = append(v.Rows, deliveryRow{What: p.T("webhook.type." + kind), State: frame.MessageBadge(state), Why: why, Tries: tries, At: "March 4, 2027, 3:05 PM"})
	}
	row(base.BumpConcern, contact.MessageDeferred, p.T("webhooks.answered", "Status", 503), "3")
	row(base.RolloutHeld, contact.MessageFailed, frame.MessageWhy(contact.WhyGivenUp), "12")
	row(base.RolloutHeld, contact.MessageSkipped, frame.MessageWhy(contact.WhyOff), "0")
	row(base.BumpConcern, contact.MessageSent, "", "1")
	return v
}

func newWebhook(p texts.Printer, frame page.Page) webhookPage {
	frame.Form.Values = url.Values{"url": {exampleAddress}, "types": base.NoticeTypes(), "on": {"yes"}}
	return webhookPage{
		Page: frame, Host: "tickets.example.org", State: page.Badge{Text: p.T("webhooks.works"), Look: "active"}, Types: typeOptions(frame), Secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
	}
}
