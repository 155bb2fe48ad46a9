/// Pictures and their labels as training sees them: scaled, turned, cut, mirrored, blurred.
package smalti.augment;
