package clinic

import (
	"cmp"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// messageFields asks how many messages one person gets, when nobody is written to, and who may read the news.
func messageFields(frame page.Page) []page.Field {
	var days []page.Option
	for _, day := range cohorts.Days() {
		days = append(days, page.Option{Value: day, Text: frame.T("day." + day)})
	}
	return []page.Field{
		frame.Field("clinic.messages_per_week", "settings.per_week", "number", "settings.per_week_hint").Optional(),
		frame.Field("clinic.quiet.from", "settings.quiet_from", "time").Optional(),
		frame.Field("clinic.quiet.to", "settings.quiet_to", "time").Optional(),
		frame.Field("clinic.quiet.days", "settings.quiet_days", "choices").Of(days),
		frame.Field("clinic.news", "settings.news", "select", "settings.news_hint").Of([]page.Option{
			{Value: string(cohorts.NewsPublic), Text: frame.T("settings.news.public")}, {Value: string(cohorts.NewsByLink), Text: frame.T("settings.news.link")},
		}),
	}
}

// typedMessages reads the same into a clinic.
func typedMessages(c echo.Context, clinic *cohorts.Clinic) (err error) {
	clinic.MessagesPerWeek, err = page.Whole(c, "clinic.messages_per_week")
	clinic.Quiet = cohorts.Quiet{From: c.FormValue("clinic.quiet.from"), To: c.FormValue("clinic.quiet.to"), Days: c.Request().Form["clinic.quiet.days"]}
	clinic.News = cohorts.NewsReaders(c.FormValue("clinic.news"))
	return err
}

// messageValues puts what is kept of it into the fields of the form.
func messageValues(values url.Values, kept cohorts.Clinic) {
	values.Set("clinic.messages_per_week", strconv.Itoa(kept.Messages()))
	values.Set("clinic.quiet.from", kept.Quiet.From)
	values.Set("clinic.quiet.to", kept.Quiet.To)
	values["clinic.quiet.days"] = kept.Quiet.Days
	values.Set("clinic.news", string(cmp.Or(kept.News, cohorts.NewsPublic)))
}
