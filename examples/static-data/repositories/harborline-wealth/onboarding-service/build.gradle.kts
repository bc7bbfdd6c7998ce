plugins {
    kotlin("jvm") version "2.1.0"
    application
    id("com.harborline.api-contracts") version "4.2.0"
}

/* Leads new customers from first contact to first deposit. /* Started by the scheduler of the platform, see its runbook. */ */
application {
    mainClass = "com.harborline.onboardingservice.MainKt"
}

val ktorVersion = "3.0.3"

dependencies {
    implementation("io.ktor:ktor-server-netty:$ktorVersion")
    implementation("io.ktor:ktor-client-cio:$ktorVersion")
}

openapi {
    consumer {
        kotlin(
            "customer-core:customer-api:1.22.1",
        )
        kotlin("kyc-compliance:screening-api:1.0.0-beta.3")
    }
}

avro {
    producer {
        schema("customer-core:CustomerOnboarded:1.0.0")
    }
    consumer {
        asyncapi(
            "notification-hub:notification-events:1.3.0",
        )
    }
}
