/// Published networks: how they are built, how pictures are prepared for them, and what their scores mean.
package smalti.zoo;
