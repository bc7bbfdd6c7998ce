plugins {
    id("com.harborline.service") version "4.2.0"
    id("com.harborline.api-contracts") version "4.2.0"
}

// Sessions, trusted devices and second factors.
dependencies {
    implementation(platform("com.harborline:bom:2026.4"))
    implementation("com.harborline:service-starter")
}

allprojects {
    repositories {
        mavenCentral()
    }
}

subprojects {
    openapi {
        producer {
            kotlinspring("identity-access:session-api:1.4.0")
        }
        consumer {
            java("customer-core:customer-api:1.22.1")
        }
    }
}
