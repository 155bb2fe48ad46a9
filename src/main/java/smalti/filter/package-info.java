/// Filters that follow the colours of a photo.
package smalti.filter;
