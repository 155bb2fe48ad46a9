/// What the papers claim, and the runs that show whether it holds here.
package smalti.claim;
