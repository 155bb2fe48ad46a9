/// Texts in JSON.
package smalti.json;
