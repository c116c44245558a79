package portal

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// EvaluateOne reports whether a participant sees a feature.
func (s *Features) EvaluateOne(c echo.Context) error {
	ref, err := targetingKey(c.Request().Body)
	if err != nil {
		return err
	}
	e, err := s.Rollouts.Evaluate(c.Request().Context(), c.Param("key"), ref)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, appendEvaluation(make([]byte, 0, 192), e))
}

// EvaluateAll reports for every feature whether a participant sees it. It sends nothing where the portal has that already.
func (s *Features) EvaluateAll(c echo.Context) error {
	ref, err := targetingKey(c.Request().Body)
	if err != nil {
		return err
	}
	all, err := s.Rollouts.EvaluateAll(c.Request().Context(), ref)
	if err != nil {
		return err
	}
	c.Response().Header().Set("ETag", all.ETag)
	if hasTag(c.Request().Header.Get("If-None-Match"), all.ETag) {
		return c.NoContent(http.StatusNotModified)
	}
	body := append(make([]byte, 0, 64+160*len(all.Items)), `{"flags":[`...)
	for i, e := range all.Items {
		if i > 0 {
			body = append(body, ',')
		}
		body = appendEvaluation(body, e)
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, append(body, "]}"...))
}

// appendEvaluation writes an evaluation as JSON. Nothing in it has to be escaped: a key is a slug, the rest are words of
// this program.
func appendEvaluation(b []byte, e rollout.Evaluation) []byte {
	value := "false"
	if e.On {
		value = "true"
	}
	for _, part := range [...]string{
		`{"key":"`, e.Key, `","value":`, value, `,"variant":"`, e.Variant(), `","reason":"`, string(e.Reason),
		`","metadata":{"stage":"`, string(e.Stage), `"}}`,
	} {
		b = append(b, part...)
	}
	return b
}

// targetingKey reads which participant a request asks about. The rest of its context plays no part.
func targetingKey(body io.Reader) (string, error) {
	var asked struct {
		Context struct {
			TargetingKey string `json:"targetingKey"`
		} `json:"context"`
	}
	text, err := io.ReadAll(page.WithoutMark(body))
	if err != nil {
		return "", err // over the limit, or cut off
	}
	var kind *json.UnmarshalTypeError
	switch err := json.Unmarshal(text, &asked); {
	case errors.As(err, &kind) && kind.Field != "":
		return "", base.Refuse(base.Invalid, "ofrep.context")
	case err != nil:
		return "", base.Refuse(base.Invalid, "ofrep.parse")
	case asked.Context.TargetingKey == "":
		return "", base.Refuse(base.Invalid, "ofrep.no_key")
	}
	return asked.Context.TargetingKey, nil
}

// hasTag reports whether an If-None-Match header names an entity tag.
func hasTag(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}
