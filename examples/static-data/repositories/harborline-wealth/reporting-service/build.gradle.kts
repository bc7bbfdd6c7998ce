plugins {
    id("com.harborline.service") version "4.2.0"
    id("com.harborline.api-contracts") version "4.2.0"
}

// Statements, tax reports and regulatory reports.
dependencies {
    implementation(platform("com.harborline:bom:2026.4"))
    implementation("com.harborline:service-starter")
}

allprojects {
    repositories {
        mavenCentral()
    }
}

openapi {
    consumer {
        java("ledger-core:ledger-api:1.11.0")
    }
}

avro {
    consumer {
        schema("portfolio-core:PositionUpdated:1.0.0")
    }
}
