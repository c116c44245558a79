package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3gen"
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys/instruments"
	"soundings/surveys/kinds"
	"soundings/surveys/polls"
	"soundings/web/ask"
	"soundings/web/clinic"
	"soundings/web/learn"
	"soundings/web/listen"
	"soundings/web/outbox"
	"soundings/web/page"
	"soundings/web/people"
	"soundings/web/portal"
	"soundings/web/ready"
	"soundings/web/team"
	"soundings/web/vendors"
)

var pathParameter = regexp.MustCompile(`:([a-z]+)`)

// openAPI returns the document that describes the API.
func openAPI(operations []page.Operation) (*openapi3.T, error) {
	refused, err := refusal()
	if err != nil {
		return nil, err
	}
	doc := &openapi3.T{
		OpenAPI: "3.0.3", Paths: openapi3.NewPaths(),
		Info:     &openapi3.Info{Title: "Soundings", Version: "1", Description: "Errors are RFC 9457 problem documents whose fields name each bad input. Times are RFC 3339 in UTC."},
		Security: openapi3.SecurityRequirements{{"key": {}}},
		Components: &openapi3.Components{SecuritySchemes: openapi3.SecuritySchemes{
			"key": {Value: openapi3.NewSecurityScheme().WithType("http").WithScheme("bearer")},
		}, Responses: openapi3.ResponseBodies{"refused": {Value: refused}}},
	}
	told, err := webhooks()
	if err != nil {
		return nil, err
	}
	doc.Extensions = map[string]any{"x-webhooks": told} // which is webhooks in OpenAPI 3.1
	for _, o := range operations {
		described, err := describe(o, refused)
		if err != nil {
			return nil, fmt.Errorf("describing %s %s: %w", o.Method, o.Path, err)
		}
		doc.AddOperation(pathParameter.ReplaceAllString(o.Path, "{$1}"), o.Method, described)
	}
	return doc, nil
}

// refusals are the statuses with which the API refuses something, each with a problem document.
var refusals = []int{
	http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusGone, http.StatusRequestEntityTooLarge,
	http.StatusUnprocessableEntity, http.StatusTooManyRequests,
}

// refusal describes how the API refuses something.
func refusal() (*openapi3.Response, error) {
	content, err := contentOf(page.ProblemDocument{})
	if err != nil {
		return nil, err
	}
	problem := openapi3.Content{"application/problem+json": content["application/json"]}
	return openapi3.NewResponse().WithDescription("refused").WithContent(problem), nil
}

func describe(o page.Operation, refused *openapi3.Response) (*openapi3.Operation, error) {
	d := openapi3.NewOperation()
	d.Summary = o.Summary
	for _, found := range pathParameter.FindAllStringSubmatch(o.Path, -1) {
		d.AddParameter(openapi3.NewPathParameter(found[1]).WithSchema(openapi3.NewStringSchema()))
	}
	known := parameters()
	for _, name := range strings.Fields(o.Query) {
		d.AddParameter(parameterOf(known, o, name).described(name))
	}
	if mayRepeat(o.Method, o.Path) {
		d.AddParameter(keyParameter())
	}
	if o.Takes != nil {
		content, err := contentOf(o.Takes)
		if err != nil {
			return nil, err
		}
		closed(content)
		if body := content.Get("application/json"); o.Rules != nil && body != nil {
			ruled(body.Schema.Value, reflect.TypeOf(o.Rules))
		}
		d.RequestBody = &openapi3.RequestBodyRef{Value: openapi3.NewRequestBody().WithRequired(!o.Bare).WithContent(content)}
	}
	answer, err := answerOf("done", o.Answers)
	if err != nil {
		return nil, err
	}
	d.Responses = openapi3.NewResponses(openapi3.WithStatus(cmp.Or(o.Status, http.StatusOK), &openapi3.ResponseRef{Value: answer}))
	if o.Later != nil {
		later, err := answerOf("begun: of many people, who are reached by the server; Location says where one sees how far it is", o.Later)
		if err != nil {
			return nil, err
		}
		d.Responses.Set(strconv.Itoa(http.StatusAccepted), &openapi3.ResponseRef{Value: later})
	}
	for _, status := range refusals {
		said := &openapi3.ResponseRef{Ref: "#/components/responses/refused", Value: refused}
		if o.Mistakes && status == http.StatusUnprocessableEntity {
			content := maps.Clone(refused.Content)
			maps.Copy(content, answer.Content)
			said = &openapi3.ResponseRef{Value: openapi3.NewResponse().WithDescription("refused, or mistakes in the file").WithContent(content)}
		}
		d.Responses.Set(strconv.Itoa(status), said)
	}
	return d, nil
}

// answerOf describes an answer; of nil one without a body.
func answerOf(about string, body any) (*openapi3.Response, error) {
	answer := openapi3.NewResponse().WithDescription(about)
	if body == nil {
		return answer, nil
	}
	content, err := contentOf(body)
	return answer.WithContent(content), err
}

// keyParameter describes the header that names a request.
func keyParameter() *openapi3.Parameter {
	return openapi3.NewHeaderParameter(requestKey).
		WithSchema(openapi3.NewStringSchema().WithMinLength(1).WithMaxLength(maxRequestKey).WithPattern("^[!-~]+$")).
		WithDescription("Names this request: whoever sends it again with the same key within 24 hours reads the first answer, also one that refuses; it is done once. " +
			"Another request with the same key is refused with 422; one that is under way, or was begun by a server that stopped, with 409.")
}

// contentOf describes a body: JSON of a Go type, or another media type as it is.
func contentOf(body any) (openapi3.Content, error) {
	if either, ok := body.(page.EitherBody); ok {
		content, err := contentOf(either[0])
		if err != nil {
			return nil, err
		}
		other, err := contentOf(either[1])
		maps.Copy(content, other)
		return content, err
	}
	if kind, ok := body.(string); ok {
		return openapi3.NewContentWithSchema(openapi3.NewStringSchema(), []string{kind}), nil
	}
	schema, err := openapi3gen.NewSchemaRefForValue(body, nil, openapi3gen.UseAllExportedFields(), openapi3gen.SchemaCustomizer(asWritten))
	if err != nil {
		return nil, err
	}
	return openapi3.NewContentWithJSONSchemaRef(schema), nil
}

// closed has the bodies that are sent take no members but those described.
func closed(content openapi3.Content) {
	for _, kind := range content {
		closedSchema(kind.Schema)
	}
}

func closedSchema(ref *openapi3.SchemaRef) {
	if ref == nil || ref.Value == nil {
		return
	}
	s := ref.Value
	if len(s.Properties) > 0 && s.AdditionalProperties.Schema == nil {
		s.AdditionalProperties.Has = openapi3.Ptr(false)
	}
	for _, member := range s.Properties {
		closedSchema(member)
	}
	closedSchema(s.Items)
	closedSchema(s.AdditionalProperties.Schema)
	for _, one := range s.OneOf {
		closedSchema(one)
	}
}

// asWritten describes types that write their own JSON, and names that are rows of a table.
func asWritten(name string, t reflect.Type, _ reflect.StructTag, schema *openapi3.Schema) error {
	wanted(schema, t)
	own := func(t, what reflect.Type) bool { return t.Implements(what) || reflect.PointerTo(t).Implements(what) }
	switch {
	case t == reflect.TypeFor[base.Words]():
		*schema = *openapi3.NewOneOfSchema(openapi3.NewStringSchema(), openapi3.NewObjectSchema().
			WithProperty("en", openapi3.NewStringSchema()).WithProperty("es", openapi3.NewStringSchema()))
		schema.Description = "by language; a plain text counts as English"
	case t == reflect.TypeFor[kinds.Type]():
		schema.Enum = anyOf(kinds.Types())
	case t == reflect.TypeFor[polls.Method]():
		schema.Enum = anyOf(polls.MethodNames())
	case name == "instrument" && t.Kind() == reflect.String:
		schema.Enum = anyOf(instruments.IDs())
	case t == reflect.TypeFor[rollout.Percent]():
		schema.WithMin(0).WithMax(100)
	case t == reflect.TypeFor[rollout.Step]():
		share := openapi3.NewFloat64Schema().WithMin(0).WithMax(100)
		step := openapi3.NewObjectSchema().WithProperty("percent", share).WithRequired([]string{"percent"}).
			WithProperty("hold_hours", openapi3.NewFloat64Schema().WithMin(0)).WithProperty("answers", openapi3.NewIntegerSchema().WithMin(0))
		*schema = *openapi3.NewOneOfSchema(share, step)
		schema.Description = "a share in per cent, or one with gates of its own"
	case t == reflect.TypeFor[time.Time]():
	case t == reflect.TypeFor[metrics.Day]():
		*schema = *openapi3.NewStringSchema().WithFormat("date")
	case t.Kind() != reflect.Pointer && (own(t, reflect.TypeFor[json.Marshaler]()) || own(t, reflect.TypeFor[json.Unmarshaler]())):
		*schema = openapi3.Schema{}
	}
	return nil
}

func anyOf(names []string) []any {
	all := make([]any, len(names))
	for i, name := range names {
		all[i] = name
	}
	return all
}

// openAPIDocument sends the document that describes the API.
func (s *Server) openAPIDocument(c echo.Context) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(s.Built.document)))
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, s.Built.document)
}

// operations describes every API route, room by room.
func operations() []page.Operation {
	return slices.Concat(people.Operations(), portal.Operations(), team.Operations(), vendors.Operations(), ready.Operations(), ask.Operations(), outbox.Operations(), listen.Operations(), learn.Operations(), clinic.Operations())
}

// describeAPI returns the document.
func describeAPI() ([]byte, error) {
	doc, err := openAPI(operations())
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the description of the API: %w", err)
	}
	return text, nil
}
