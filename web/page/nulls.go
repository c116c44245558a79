package page

import (
	"reflect"
	"strconv"
	"strings"
)

// nullIn returns where a JSON value has null although Go's type has no such thing, and which kind is meant: decoding would
// leave it as if nothing had been sent.
func nullIn(value any, t reflect.Type, at string) (path string, kind reflect.Kind) {
	if t.Kind() == reflect.Pointer {
		if value == nil {
			return "", 0
		}
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		return nullInStruct(value, t, at)
	case reflect.Slice:
		if value == nil {
			return at, reflect.Slice
		}
		list, _ := value.([]any)
		for i, one := range list {
			if path, kind = nullIn(one, t.Elem(), at+"["+strconv.Itoa(i)+"]"); kind != 0 {
				return path, kind
			}
		}
	case reflect.Map:
		if value == nil {
			return at, reflect.Map
		}
		members, _ := value.(map[string]any)
		for name, one := range members {
			if path, kind = nullIn(one, t.Elem(), under(at, name)); kind != 0 {
				return path, kind
			}
		}
	case reflect.Interface:
	default:
		if value == nil {
			return at, t.Kind()
		}
	}
	return "", 0
}

func nullInStruct(value any, t reflect.Type, at string) (path string, kind reflect.Kind) {
	members, ok := value.(map[string]any)
	if value == nil {
		return at, reflect.Struct
	}
	if !ok {
		return "", 0 // decoding says so
	}
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if one, sent := members[name]; sent && name != "" {
			if path, kind = nullIn(one, field.Type, under(at, name)); kind != 0 {
				return path, kind
			}
		}
	}
	return "", 0
}

func under(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// jsonName returns what JSON calls a kind of Go's.
func jsonName(kind reflect.Kind) string {
	switch kind {
	case reflect.Slice:
		return "array"
	case reflect.Map, reflect.Struct:
		return "object"
	default:
		return kind.String()
	}
}
