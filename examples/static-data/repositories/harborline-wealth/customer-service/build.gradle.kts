plugins {
    kotlin("jvm") version "2.1.0"
    kotlin("plugin.spring") version "2.1.0"
    id("org.springframework.boot") version "3.4.1"
    id("com.harborline.api-contracts") version "4.2.0"
}

description = "The golden record of every customer."

kotlin {
    jvmToolchain(21)
}

dependencies {
    implementation("org.springframework.boot:spring-boot-starter-webflux")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-reactor")
    testImplementation(kotlin("test"))
}

openapi {
    producer {
        kotlinspring("customer-core:customer-api:1.22.1") {
            configOptions.set(mapOf("useCoroutines" to "true"))
        }
    }
    consumer {
        kotlin("identity-access:session-api:1.4.0")
        kotlin("kyc-compliance:screening-api:1.0.0-beta.3")
    }
}

avro {
    producer {
        schema("customer-core:CustomerOnboarded:1.0.0")
    }
}

tasks.test {
    useJUnitPlatform()
}
