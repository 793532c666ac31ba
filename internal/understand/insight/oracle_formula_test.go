package insight_test

import (
	"strconv"
	"strings"
)

// oracleFormula computes a formula by splitting the text at its loosest
// operator, over and over, as one does on paper. nil is null.
func oracleFormula(text string, letter func(string) *float64) *float64 {
	text = strings.TrimSpace(text)
	for _, operators := range []string{"+-", "*/"} {
		if at := oracleLastOperator(text, operators); at > 0 {
			left := oracleFormula(text[:at], letter)
			right := oracleFormula(text[at+1:], letter)
			return oracleCalculate(text[at], left, right)
		}
	}
	if strings.HasPrefix(text, "(") {
		return oracleFormula(text[1:len(text)-1], letter)
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return &f
	}
	return letter(text)
}

// oracleLastOperator finds the last of the operators outside parentheses.
func oracleLastOperator(text, operators string) int {
	depth := 0
	for i := len(text) - 1; i > 0; i-- {
		switch c := text[i]; {
		case c == ')':
			depth++
		case c == '(':
			depth--
		case depth == 0 && strings.IndexByte(operators, c) >= 0:
			return i
		}
	}
	return -1
}

func oracleCalculate(operator byte, a, b *float64) *float64 {
	if a == nil || b == nil || operator == '/' && *b == 0 {
		return nil
	}
	var out float64
	switch operator {
	case '+':
		out = *a + *b
	case '-':
		out = *a - *b
	case '*':
		out = *a * *b
	case '/':
		out = *a / *b
	}
	return &out
}
