package auth

import "testing"

func TestCommonPasswords(t *testing.T) {
	for password, want := range map[string]bool{
		"password1234":                 true,
		"Password1234":                 true,
		"P@ssw0rd1234":                 true,
		"123password!":                 true,
		"aaaaaaaaaaaa":                 true,
		"abcabcabcabc":                 true,
		"passwordpassword":             true,
		"123456789012":                 true,
		"abcdefghijkl":                 true,
		"98765432100000":               true,
		"qwertyuiopasd":                true,
		"1qaz2wsx3edc":                 true,
		"butterfly2024!":               true,
		"motherfucker":                 true,
		"ßßßßßßßßßßßß":                 true,
		goodPassword:                   false,
		"correct horse battery staple": false,
		"four words in a row":          false,
		"butterfly20241231!":           false,
		"contraseña larga y buena":     false,
		"Tn7#vKq2pLx9":                 false,
		"harbor street 2027":           false,
	} {
		if got := common(password); got != want {
			t.Errorf("%q: common is %v", password, got)
		}
	}
}
