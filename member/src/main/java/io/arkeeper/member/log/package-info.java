/** Logging to stdout, set up in code: no file to mount, none to find. */
package io.arkeeper.member.log;
