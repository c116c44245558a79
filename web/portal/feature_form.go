package portal

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/rollout"
	"soundings/web/page"
	"soundings/web/texts"
)

// featureValues returns what stands in the form of a feature.
func featureValues(f rollout.Feature) url.Values {
	values := url.Values{"stage": {string(f.Stage)}, "needs": f.Needs, "owner": {f.Owner}}
	for _, lang := range texts.Languages() {
		values.Set("name."+lang, f.Name[lang])
		values.Set("description."+lang, f.Description[lang])
	}
	if f.Effort > 0 {
		values.Set("effort", page.PlainNumber(f.Effort))
	}
	return values
}

// typedFeature reads the form of a feature.
func typedFeature(c echo.Context, key string) (rollout.Feature, error) {
	effort, err := page.Decimal(c, "effort")
	f := rollout.Feature{
		Key: strings.TrimSpace(key), Name: page.TypedWords(c, "name"), Description: page.TypedWords(c, "description"),
		Stage: rollout.Stage(c.FormValue("stage")), Owner: c.FormValue("owner"), Needs: c.Request().Form["needs"],
	}
	if effort != nil {
		f.Effort = *effort
	}
	return f, err
}

// featureRefusal puts a refusal of a feature on the fields of its form: a name that is missing is missing in English first.
func featureRefusal(err error) error { return page.Renamed(err, map[string]string{"name": "name.en"}) }

func effortText(f rollout.Feature) string {
	if f.Effort == 0 {
		return ""
	}
	return page.PlainNumber(f.Effort)
}

func stageOptions(frame page.Page, chosen rollout.Stage) []page.Option {
	var options []page.Option
	for _, stage := range rollout.Stages() {
		options = append(options, page.Option{Value: string(stage), Text: frame.T("stage." + string(stage)), Chosen: stage == chosen})
	}
	return options
}

// needOptions returns the features that one may need: all others.
func needOptions(frame page.Page, all []rollout.Feature, f rollout.Feature) []page.Option {
	var options []page.Option
	for _, other := range all {
		if other.Key != f.Key {
			options = append(options, page.Option{Value: other.Key, Text: other.Name.In(frame.Lang()), Chosen: slices.Contains(f.Needs, other.Key)})
		}
	}
	return options
}

var stageLooks = map[rollout.Stage]string{
	rollout.Idea: "waiting", rollout.Planned: "waiting", rollout.Beta: "active", rollout.Live: "done", rollout.Retired: "stopped",
}

func stageBadge(p page.Page, s rollout.Stage) page.Badge {
	return page.Badge{Text: p.T("stage." + string(s)), Look: stageLooks[s]}
}
