/// What a newcomer meets first: pictures into superpixels, features pooled over them, values spread back.
package smalti;
