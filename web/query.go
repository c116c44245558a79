package web

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/upload"
	"soundings/surveys/board"
	"soundings/web/page"
	"soundings/web/texts"
)

// parameter is a query parameter that routes of the API have.
type parameter struct {
	about  string
	schema *openapi3.Schema // nil: any text
	many   bool             // it may come several times
}

// parameters are the query parameters that routes have, and what they mean; with a path before them, what they mean there.
func parameters() map[string]parameter {
	return map[string]parameter{
		"after":     {about: "the next of the page before"},
		"limit":     {about: "how many items at most", schema: openapi3.NewIntegerSchema().WithMin(1).WithMax(1000).WithDefault(100)},
		"q":         {about: "a ref, an exact mail address or telephone number, or a whole word of a name"},
		"group":     {about: "of this stakeholder group; of an import that of everybody who has none and whose row says none", schema: choice(cohorts.Groups())},
		"language":  {about: "who reads this language", schema: choice(texts.Languages())},
		"attribute": {about: "the name of an attribute, with value"},
		"value":     {about: "the value of the attribute; of an import what a word in the file means, as “group:VIP:patient”, which may come several times", many: true},
		"letters":   {about: "which letters the file is written in, where the file itself does not tell", schema: choice(upload.AllLetters())},
		"sheet":     {about: "which sheet of a spreadsheet is read; otherwise the first in which something stands"},
		"erase":     {about: "blank cells erase what is kept", schema: openapi3.NewBoolSchema()},
		"cohort":    {about: "of this cohort"},
		"state":     {about: "in this state", schema: choice(cohorts.States())},
		"ref":       {about: "about this participant"},

		"batch": {about: "of this batch; otherwise of the last one"},

		"/api/v1/outbox?state": {about: "in this state", schema: choice(contact.MessageStates())},
		"/api/v1/bumps?state":  {about: "in this state; new, unless said", schema: choice(board.States())},
		"dry_run":              {about: "check the file and keep nothing", schema: openapi3.NewBoolSchema()},
		"map":                  {about: "a column of the file and where it goes, as “Patient ID:ref”; may come several times; nothing behind the colon leaves the column out", many: true},
		"kind":                 {about: "of this kind", schema: choice(plan.Kinds())},
		"feature":              {about: "about the feature with this key"},
		"every":                {about: "what every row is, where no column says it: login, enrolled, used, or used and the key of a feature, as “used:messages”"},
		"dates":                {about: "how dates such as 3/4/2027 are written; needed where the file itself does not tell", schema: choice([]string{"mdy", "dmy"})},
		"by":                   {about: "also by group, cohort, language, mode, version, or attribute: with the name of one; of an edition by a cut that was chosen"},
		"from":                 {about: "the first day, as 2027-03-31", schema: openapi3.NewStringSchema().WithFormat("date")},
		"to":                   {about: "the last day", schema: openapi3.NewStringSchema().WithFormat("date")},
	}
}

// parameterOf returns what a query parameter of a route means.
func parameterOf(known map[string]parameter, o page.Operation, name string) parameter {
	if here, ok := known[o.Path+"?"+name]; ok {
		return here
	}
	return known[name]
}

// choice describes a text that is one of a table.
func choice[T ~string](all []T) *openapi3.Schema {
	s := openapi3.NewStringSchema()
	for _, one := range all {
		s.Enum = append(s.Enum, string(one))
	}
	return s
}

// described describes a query parameter.
func (p parameter) described(name string) *openapi3.Parameter {
	schema := p.schema
	if schema == nil {
		schema = openapi3.NewStringSchema()
	}
	if p.many {
		schema = openapi3.NewArraySchema().WithItems(schema)
	}
	return openapi3.NewQueryParameter(name).WithSchema(schema).WithDescription(p.about)
}

// refuses returns what is wrong with what was sent for a parameter.
func (p parameter) refuses(name string, sent []string) *base.Field {
	if len(sent) > 1 && !p.many {
		return &base.Field{Name: name, Text: base.T("query.twice")}
	}
	if p.schema == nil {
		return nil
	}
	if sent[0] == "" && p.schema.Enum == nil {
		return &base.Field{Name: name, Text: base.T("error.required")}
	}
	allowed := p.schema.Enum
	if p.schema.Type.Is(openapi3.TypeBoolean) {
		allowed = []any{"true", "false", "1", "0"}
	}
	if len(allowed) > 0 && !slices.Contains(allowed, any(sent[0])) {
		return &base.Field{Name: name, Text: base.T("error.oneof", "Choices", joined(allowed))}
	}
	return nil
}

func joined(all []any) string {
	var names []string
	for _, one := range all {
		names = append(names, one.(string))
	}
	return strings.Join(names, ", ")
}

// strictly refuses query parameters that a route of the API does not have: a filter that is misspelt would list everybody.
func strictly(o page.Operation, known map[string]parameter, next echo.HandlerFunc) echo.HandlerFunc {
	names := strings.Fields(o.Query)
	return func(c echo.Context) error {
		var wrong []base.Field
		for name, sent := range c.QueryParams() {
			if !slices.Contains(names, name) {
				wrong = append(wrong, base.Field{Name: name, Text: base.T("query.unknown")})
			} else if bad := parameterOf(known, o, name).refuses(name, sent); bad != nil {
				wrong = append(wrong, *bad)
			}
		}
		slices.SortFunc(wrong, func(a, b base.Field) int { return strings.Compare(a.Name, b.Name) })
		if err := base.InvalidFields(wrong...); err != nil {
			return err
		}
		return next(c)
	}
}
