package base

import (
	"errors"
	"reflect"
	"regexp"
	"strings"

	"github.com/go-playground/validator/v10"
)

// The patterns behind the validate tags "ref", "attribute" and "phone".
var (
	RefPattern       = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
	AttributePattern = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} _-]*$`)
	PhonePattern     = regexp.MustCompile(`^\+?[0-9(][0-9 ().-]{4,}$`)
)

// clockLayout is how a tag "datetime" asks for a time of day, instead of a day.
const clockLayout = "15:04"

// validate holds the rules that struct tags name. It never changes after this.
var validate = newValidator()

func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	for tag, pattern := range map[string]*regexp.Regexp{"ref": RefPattern, "attribute": AttributePattern, "phone": PhonePattern} {
		if err := v.RegisterValidation(tag, func(fl validator.FieldLevel) bool {
			return pattern.MatchString(fl.Field().String())
		}); err != nil {
			panic(err) // a tag name that validator itself refuses: a mistake in the line above
		}
	}
	return v
}

// Check checks a struct by its validate tags. It returns nil, or an Invalid Error whose fields are named as in JSON. Each
// tag has a text in the catalogue, "error.TAG".
func Check(input any) error {
	err := validate.Struct(input)
	var bad validator.ValidationErrors
	if !errors.As(err, &bad) {
		return err
	}
	fields := make([]Field, 0, len(bad))
	for _, b := range bad {
		_, name, _ := strings.Cut(b.Namespace(), ".")
		fields = append(fields, Field{Name: name, Text: tagText(b)})
	}
	return InvalidFields(fields...)
}

// tagText returns the text for a tag that a field fails. Limits of length and of items have texts of their own.
func tagText(b validator.FieldError) Text {
	tag := b.Tag()
	switch {
	case tag == "required_without" || tag == "required_if" || tag == "required_with":
		tag = "required"
	case tag == "datetime" && b.Param() == clockLayout:
		tag = "time"
	case tag == "datetime":
		tag = "date"
	case (tag == "max" || tag == "min") && b.Kind() == reflect.String:
		tag += "_length"
	case (tag == "max" || tag == "min") && (b.Kind() == reflect.Slice || b.Kind() == reflect.Map):
		tag += "_items"
	case tag == "oneof":
		return T("error.oneof", "Choices", strings.ReplaceAll(b.Param(), " ", ", "))
	}
	return T("error."+tag, "Limit", b.Param())
}
