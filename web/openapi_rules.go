package web

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"soundings/cohorts/base"
)

// ruleTag is the tag of fields whose rules nothing but their type's own checks holds: it says them for the document, in the
// words of validate tags. A test holds both together.
const ruleTag = "rule"

// wanted adds to a description what a type itself says has to be there.
func wanted(s *openapi3.Schema, t reflect.Type) {
	if t.Kind() != reflect.Struct {
		return
	}
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		member := s.Properties[name]
		if rule := field.Tag.Get(ruleTag); rule != "" && member != nil && restrict(member.Value, strings.Split(rule, ",")) {
			s.Required = append(s.Required, name)
		}
	}
}

// ruled gives the members of a body the rules of a type of the domain for its fields of these names.
func ruled(s *openapi3.Schema, rules reflect.Type) {
	for _, field := range reflect.VisibleFields(rules) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		member := s.Properties[name]
		if member == nil || member.Value == nil || field.Tag.Get("validate") == "" {
			continue
		}
		own, items, _ := strings.Cut(field.Tag.Get("validate"), "dive,")
		if required := restrict(member.Value, strings.Split(own, ",")); required && !slices.Contains(s.Required, name) {
			s.Required = append(s.Required, name)
		}
		if member.Value.Items != nil && !strings.HasPrefix(items, "keys") {
			restrict(member.Value.Items.Value, strings.Split(items, ","))
		}
	}
}

// restrict gives a value the limits of a rule's tags, and reports whether it has to be there.
func restrict(s *openapi3.Schema, tags []string) (required bool) {
	optional := slices.Contains(tags, "omitempty")
	for _, tag := range tags {
		name, limit, _ := strings.Cut(tag, "=")
		switch name {
		case "required":
			required = true
			if s.Type.Is(openapi3.TypeString) {
				s.MinLength = max(s.MinLength, 1)
			}
		case "oneof":
			s.Enum = anyOf(strings.Fields(limit))
			if optional {
				s.Enum = append(s.Enum, "")
			}
		case "ref":
			if !optional {
				s.Pattern = base.RefPattern.String()
			}
		case "unique":
			s.UniqueItems = s.Type.Is(openapi3.TypeArray)
		case "min", "max":
			bound(s, name, limit)
			required = required || name == "min" && limit != "0" && !optional
		}
	}
	return required
}

// bound gives a value its least or its most: of a number itself, else how many there are of what it has.
func bound(s *openapi3.Schema, name, limit string) {
	n, err := strconv.ParseUint(limit, 10, 64)
	if err != nil {
		return
	}
	value, most := float64(n), name == "max"
	switch {
	case s.Type.Is(openapi3.TypeString) && most:
		s.MaxLength = &n
	case s.Type.Is(openapi3.TypeString):
		s.MinLength = n
	case s.Type.Is(openapi3.TypeArray) && most:
		s.MaxItems = &n
	case s.Type.Is(openapi3.TypeArray):
		s.MinItems = n
	case s.Type.Is(openapi3.TypeObject) && most: // members without a value do not count
	case s.Type.Is(openapi3.TypeObject):
		s.MinProps = n
	case most:
		s.Max = &value
	default:
		s.Min = &value
	}
}
