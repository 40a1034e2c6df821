/** Who may come with which password. */
package io.arkeeper.core.auth;
