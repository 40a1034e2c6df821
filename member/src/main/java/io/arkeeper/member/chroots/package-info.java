/** The paths that the chart wants to exist before their clients come. */
package io.arkeeper.member.chroots;
