package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/rollout"
	"soundings/web/texts"
)

// featureFields are the form's names for a feature's members.
var featureFields = map[string]string{
	"name": "name_en", "name.en": "name_en", "name.es": "name_es", "description.en": "description_en", "description.es": "description_es",
}

// featureValues returns what stands in the form of a feature.
func featureValues(f rollout.Feature) url.Values {
	values := url.Values{"stage": {string(f.Stage)}, "needs": f.Needs, "owner": {f.Owner}}
	for _, lang := range texts.Languages() {
		values.Set("name_"+lang, f.Name[lang])
		values.Set("description_"+lang, f.Description[lang])
	}
	if f.Effort > 0 {
		values.Set("effort", plainNumber(f.Effort))
	}
	return values
}

// typedFeature reads the form of a feature.
func typedFeature(c echo.Context, key string) (rollout.Feature, error) {
	effort, err := decimal(c, "effort")
	f := rollout.Feature{
		Key: strings.TrimSpace(key), Name: typedWords(c, "name"), Description: typedWords(c, "description"),
		Stage: rollout.Stage(c.FormValue("stage")), Owner: c.FormValue("owner"), Needs: c.Request().Form["needs"],
	}
	if effort != nil {
		f.Effort = *effort
	}
	return f, err
}

// plainNumber writes a number as a field takes it.
func plainNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func effortText(f rollout.Feature) string {
	if f.Effort == 0 {
		return ""
	}
	return plainNumber(f.Effort)
}

func stageOptions(page Page, chosen rollout.Stage) []Option {
	var options []Option
	for _, stage := range rollout.Stages() {
		options = append(options, Option{string(stage), page.T("stage." + string(stage)), stage == chosen})
	}
	return options
}

// needOptions offers the features that one may need.
func needOptions(page Page, all []rollout.Feature, f rollout.Feature) []Option {
	var options []Option
	for _, other := range all {
		if other.Key != f.Key {
			options = append(options, Option{other.Key, other.Name.In(page.Lang()), slices.Contains(f.Needs, other.Key)})
		}
	}
	return options
}

var stageLooks = map[rollout.Stage]string{
	rollout.Idea: "waiting", rollout.Planned: "waiting", rollout.Beta: "active", rollout.Live: "done", rollout.Retired: "stopped",
}

func (p Page) stageBadge(s rollout.Stage) Badge {
	return Badge{p.T("stage." + string(s)), stageLooks[s]}
}

// whyIDs say to the team why somebody sees a feature or not.
var whyIDs = map[rollout.Reason]string{
	rollout.ReasonStatic: "features.why.live", rollout.ReasonDefault: "features.why.not", rollout.ReasonSplit: "features.why.share",
	rollout.ReasonTarget: "features.why.chosen",
}

func (p Page) seesBadge(on bool) Badge {
	if on {
		return Badge{p.T("features.sees"), "done"}
	}
	return Badge{p.T("features.sees_not"), "stopped"}
}
