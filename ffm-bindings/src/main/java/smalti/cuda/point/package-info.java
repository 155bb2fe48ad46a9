/// What is computed element by element.
package smalti.cuda.point;
