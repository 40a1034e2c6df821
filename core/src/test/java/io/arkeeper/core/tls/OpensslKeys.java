package io.arkeeper.core.tls;

/** Certificates that vouch for themselves and their keys, as openssl writes them with -traditional. For tests only. */
final class OpensslKeys {

    static final String RSA_CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIC/zCCAeegAwIBAgIUNq+npsPLiZySJ4mOCsHM9zmklGowDQYJKoZIhvcNAQEL
            BQAwDjEMMAoGA1UEAwwDcnNhMCAXDTI2MTEyMzE3NTIyN1oYDzIwNTQwNDA5MTc1
            MjI3WjAOMQwwCgYDVQQDDANyc2EwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEK
            AoIBAQCXvUF1YHaCN4Ui3kK/9mwiM9swPjZNltZEMLxsZdWP/mXom/k4cVg8VaYz
            zFpATA6kQA56SEPhJ1n0bQOdxrdMixwkCD36O7e+j++0ZTlKdQKGbE7f4H4dsVK5
            7QBXv/1Q3n0GZd8KKfrQU920cWuhY6xrClU8TKcJcJs6uHd9goX+egS0lfwp1uAj
            7NicrIEjFVAh4zmTsXXq3oQfXeIAbdajkK0Q9UVBAqPcNOu4IEvHW8RRXXrkJrnP
            KuqdYvyvpkDaACGsiz7b3GBPzqjfbZIQEGPUn+VtnZFpIvK5TIbRYWgzO5YmuRJT
            Vin55S/4z4MQia6vm6mfuTpiNJeFAgMBAAGjUzBRMB0GA1UdDgQWBBTTAc5nXv18
            s7+/FbyeX7ddsupkeTAfBgNVHSMEGDAWgBTTAc5nXv18s7+/FbyeX7ddsupkeTAP
            BgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQAHIv/EB0yhD76siHX3
            yJr3rC1r3DBJRJZtFdONaAY8LV1/mAW+8HtcJVUtenUuZo8rkiG2NZnrMBfkEf49
            p6eQ1AJVowqLI8+57PC9IuJ5VbiW87ivUh/ugASXl2HrfJGDmv2MbYy6bsw2KfaN
            wfEme2T730ClzxZDTBZsOeSalf874zdRvTWHDHFsYIJJO2njR+OGZbkBzjhG/BdK
            2FzQrma9GXFMEoSdtV1sVvvgA3uWOtd3c2bZWHySd8kZePnQgxr8OD5zj4Smpu6O
            /XGrPKize6pgyDxtBUToluM27PH+CyVZ5i2oIaWXl9XANGXhVUMaCx2DWogQejDd
            Zarc
            -----END CERTIFICATE-----
            """;
    static final String RSA_KEY = """
            -----BEGIN RSA PRIVATE KEY-----
            MIIEpQIBAAKCAQEAl71BdWB2gjeFIt5Cv/ZsIjPbMD42TZbWRDC8bGXVj/5l6Jv5
            OHFYPFWmM8xaQEwOpEAOekhD4SdZ9G0Dnca3TIscJAg9+ju3vo/vtGU5SnUChmxO
            3+B+HbFSue0AV7/9UN59BmXfCin60FPdtHFroWOsawpVPEynCXCbOrh3fYKF/noE
            tJX8KdbgI+zYnKyBIxVQIeM5k7F16t6EH13iAG3Wo5CtEPVFQQKj3DTruCBLx1vE
            UV165Ca5zyrqnWL8r6ZA2gAhrIs+29xgT86o322SEBBj1J/lbZ2RaSLyuUyG0WFo
            MzuWJrkSU1Yp+eUv+M+DEImur5upn7k6YjSXhQIDAQABAoIBAD2bwOUYamWKh0rV
            9UIdml/0sA0RZVjxYkPDie11F1Xkk5nzIigxlQLCP74OPaKXfuZff8FUcAMNyC8+
            x9Yapbe1T5KtqgRclMkRheC3rKA3i/PqK8goTOxfX9hPivEV6ZMZEqgzWnC1BLnr
            IzwtROb9Ijc/tcXK1ZM2nkAkP5e8c9yrUo0VG2dwJCA+G2fiKuXvTfNZHg3/H0Kz
            /vhsLsucgDiegjVzQaULvFOL3pFF5wgR2dwQy9xpXAYSOKv59alC+zm/KiZWUcUx
            6dXlht8X0gZojQ/sl9DnarRSrDnthtkCXwLhk0gSGzV1OZqxK1SaOFu3jRSV0lY2
            elddGq0CgYEAzZK7ZDVNrnVy+aJvgwjDFrXDIAR1ccm+8rlsbU6/UBHdBEs7ihQC
            2CEP+IAn7LF/J9+SrKC0ycmlMONJn4UKKWfx0c95gRytiP6S1fwyM6FM9mLD1t+o
            LmHzT8TvwfEseXO1uPeI4IM0aaVPuxMNTs6Rbj25Xf8AcuMSA9gK1lMCgYEAvPXy
            GxJtIwzlekSgSkESNcV5evzGcR+g5Y7VFKpbIr8JPL2JUlKlBqaT64v/vNVY4B4T
            rHeNnCW9sIavohqQNMZz5v71Op13IeHBHfWuBKdwjk1EqqlQHQzYn3JexHvzNjhl
            xRlOxFyqt1OsBqHay2BG+yB+NB1hTB0wq3Z+b8cCgYEAhKgCWuj2xvStjB/hG8qk
            sdv7HYcjDpmkqdcz+9mMJSxR1nqB4lmFeFjliHOSz+++YUmpydIut+Ryv/h7wv/E
            DfIwnzbmboXGChhVQtbqwlx9YKVdQSS0z7GPpFMucJWkIH+lrcW2w0KHqQDvUYY6
            2Tb9rAkSvHBYpsqXDnn0jFcCgYEAhsULdg+AU11hVgEYKZ2bdUpwyCz9A7XBNbjX
            dLPD6FZEKlQsWtCi7slj+r2RGoc3qjEJaxqhn1qznfGR1pYHf/yCsZ/qG3Ivg7TV
            3Z5aDOu3NWcasHWts+pzndUejhixcFxtCVRxf09wWuyMZvaNbDwwo++a02SY/oZb
            Lg+HQgUCgYEArio/rovLhceNy/GiupLJRN/7zZLPb7g+Qs8oW00HtF9c1F42VOVm
            RF4cJXPF7qjUrZwD7Vr5EOQQDHP5HRmmVA6oSmYacXMsI8OL+PQhDYfU0jD1OCFx
            tTAZkTI3U2kw/aIk3SiOJcTvR8rBrl+YPUgZRoOuqBfT3NsYGcY/r3I=
            -----END RSA PRIVATE KEY-----
            """;
    static final String EC_CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBcDCCARegAwIBAgIUbRuuTHfsLYJIDXiUt+lPBt+IwKMwCgYIKoZIzj0EAwIw
            DTELMAkGA1UEAwwCZWMwIBcNMjYxMTIzMTc1MjI3WhgPMjA1NDA0MDkxNzUyMjda
            MA0xCzAJBgNVBAMMAmVjMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEpAI/EntL
            7TrepXHAdN/2YshwYNbtHu/W+wY3U9lwUtIFYJRJrloPI6UKOCzv7/WTVDt8wdhJ
            IZSxAZs8mr5jPaNTMFEwHQYDVR0OBBYEFOwBvwezl+elFgcxZnZbVma6zaHFMB8G
            A1UdIwQYMBaAFOwBvwezl+elFgcxZnZbVma6zaHFMA8GA1UdEwEB/wQFMAMBAf8w
            CgYIKoZIzj0EAwIDRwAwRAIgeOAbTrS1HmZWprlupNvvZRcIs8uE3Ac9dCaeFUe1
            13gCIEujZeix3aILUQ0YNd+CAAWn+Y5zZ3ThWlzyGAX82vOy
            -----END CERTIFICATE-----
            """;
    static final String EC_KEY = """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEICT5HSksT2CXehhMA3nE+mVXfraR1lPQb35EN33bX+t9oAoGCCqGSM49
            AwEHoUQDQgAEpAI/EntL7TrepXHAdN/2YshwYNbtHu/W+wY3U9lwUtIFYJRJrloP
            I6UKOCzv7/WTVDt8wdhJIZSxAZs8mr5jPQ==
            -----END EC PRIVATE KEY-----
            """;

    private OpensslKeys() {}
}
